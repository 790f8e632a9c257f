"""SendGrid: e-mail from a single sender."""

from msc.providers.provider import SIMULATORS, Address, Channel, Kind, Provider, Variable

ROW = Provider(
    name="sendgrid",
    title="SendGrid",
    channel=Channel(
        name="email",
        noun="an e-mail",
        inbox="the e-mails that were sent",
        port="emails",
        address=Address.LOGIN,
        has_subject=True,
    ),
    adapter="SendGrid",
    variables=(
        Variable(
            "sendgrid_api_url",
            development=f"{SIMULATORS}/sendgrid",
            default="https://api.sendgrid.com",
            kind=Kind.PUBLIC_URL,
        ),
        Variable("sendgrid_api_key", development="development-sendgrid-key", credential=True),
        Variable("email_sender", setting="sender", kind=Kind.SENDER),
    ),
    sending=("mail/send",),
)
