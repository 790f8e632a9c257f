"""SendGrid: e-mail from a single sender."""

from msc.ir.triggers import Channel
from msc.providers.provider import Provider

ROW = Provider("sendgrid", Channel.EMAIL, settings=("sender",))
