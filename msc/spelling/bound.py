"""Names that the emitted code has for itself. `make docs` makes this module."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BOUND = _words("""
ACCESS ACCOUNT ACCOUNT_ID ACTOR ALGORITHM ALONE_ONLY API APP ASKED AbstractChannel AccessTokens
Adapters AddConstraint AddIndex AddUnique Admission AlreadyHandled Annotated Any ApiLinks
Argon2Hasher ArithmeticError Asked AssertionError AsyncConnection AsyncDatabase AsyncEngine
AsyncIterator AsyncMock AsyncSession Attempts AttributeError AuditTrail Awaitable BASE_PATH BODY
BULK BaseException BaseExceptionGroup BaseModel BigInteger BlockingIOError Body Boolean
BooleanText BrokenPipeError Broker BufferError BytesWarning CALLER CATCH_UP CHAT CODES
COLLECTION COMMANDS COMMON Callable Caller CallerDep Callers CallingService ChangePassword Chat
ChatTaken ChatType CheckConstraint ChildProcessError ClaimRequest ClaimResponse ClaimedEvent
ClassVar Clock CodeNotValid Collection ColumnElement Command CommandObject Committed
CommittedUnit CommittedUnits ConfigDict ConnectionAbortedError ConnectionError
ConnectionRefusedError ConnectionResetError Connections Consumed Consumer Container ContainerDep
Contract Counter CreateWrite Credentials CurrentPassword DESCRIPTION DESCRIPTIONS DIGEST
DOCUMENT_FAILED_VALIDATION DUE Data DataServices Database DatabaseTimedOut DatabaseUnavailable
DataclassInstance Date DateTime Day DeactivateAccount Decimal DecimalText DeleteWrite Deliveries
DeliveryLog DependencyFailed DependencyRejected DependencyUnavailable Depends DeprecationWarning
DockerContainer DocumentedApp DocumentedTransport Documents DueRows EMPTY ENTITY EOFError EVENTS
EXCHANGE EXPIRES_AT EXTENSION Ellipsis EmailAddress EmailNotification Emails EncodingWarning
Entity Enum EnvironmentError EventEnvelope EventPayload Every ExactDecimal Exception
ExceptionGroup Extension F FILTERS FORBIDDEN FORGOTTEN FailureLimits False FastAPI Field
FileExistsError FileNotFoundError Fill Filters FirstAccount FirstAnswer FirstAnswers FixedClock
FloatingPointError Follow Forbidden ForeignKey FutureWarning GUARDS GeneratorExit Guard
GuardClient GuardFailed GuardRefused Guards HTTPBearer HTTPException HashRenewal HeadTooLarge
Hourly HttpCredentials HttpFirstAnswers HttpUnitsOfWork ILLEGAL_TRANSITION INPUTS IOError ITEM
IdempotencyKey IdentifierReused IllegalTransition ImportError ImportWarning InMemoryCodes
InMemoryCounters InMemoryLinks InMemoryRows InMemorySessions InMemoryUnitsOfWork
IndentationError Index IndexError IntegerText IntegrityError InternalError InterruptedError
Interval IsADirectoryError Items Iterator JSONB JSONResponse Job JobRunClaim JobRunCompletion
JobRunLease JobRunRenewal JobRunsClient Journey JsonObject KEPT KEYED KeyError KeyOf
KeyboardInterrupt KeyedAnswer LEEWAY LIMITS LIMITS_OF_BODIES LINK LINKED LINKS LINK_FIRST
LINK_TOKENS LOGIN Limit LinkCodes LinkNotValid LinkTelegram LinkTokens LinkUsed Listener Literal
LogIn LogMessageWaitStrategy LoginTaken LookupError MASK MAX_BODY_BYTES MAX_ERRORS MAX_FIELD
MAX_LENGTH MAX_LIMIT MAX_TARGET_BYTES MAX_VALUES MEDIA_TYPE MISSING MORE MakeLink Mapped Mapping
Mathematician MemoryError Message Messages ModuleNotFoundError NAME NOON NOT_AUTHENTICATED
NOT_FOUND NOT_KNOWN NOW NameError NewestLinks NextPage NoCredentials NoMoreSessions NoSessions
NoThreads None NoonClock NotADirectoryError NotAllowed NotAuthenticated NotFound NotHttp
NotImplemented NotImplementedError NotSignedIn NotValid NotVisible Numeric ONE OSError OTHER
OTHER_SUBSCRIPTIONS OUTCOME_UNKNOWN OUTDATED OWN_MEMBERS Omittable OnDays OneAccount Operations
OptionalToken Origins OutOfRange OutboxClient OutboxRelay OutcomeUnknown OutdatedVersion
OutgoingEvent OverflowError PAGING PASSWORD PASSWORD_TOKENS PATH PERSONAL_FIELDS POSITION
PRECONDITION_FAILED PROBLEM PROMPT_MESSAGES PURPOSE Page PageRequest PasswordClient PasswordHash
Passwords PendingDeprecationWarning PermissionError PhoneNumber PlayedApi Poisoned Problem
ProblemDetails ProcessLookupError ProgrammedGuards Proof Protocol PublicUrl Published QUERIES
QUEUE QUEUES Query QuickPasswords REACTIONS RECIPIENT REFERENCES REFUSALS REFUSED REPLY
RESOURCES ROWS ReadVersion Receive RecordedApi RecordedUseCase RecursionError Redis RedisError
RedisSessions ReferenceError ReferenceViolation Refresh RefreshToken Refusal Register
ReleaseRequest ReplayResponse Request RequestValidationError Require ResendLink ResetPassword
Resource ResourceWarning Response Responses Retention Role Router Row RowChanged Rows RowsClient
Rule RuleViolation RuntimeError RuntimeWarning SAMPLES SCHEDULE SCHEMA SECRET SECRETS SEEN
SERVICE SETTINGS SOME SORTS SUMMER Schedule Scheduler Scope SeenVersionDep Select Send SendGrid
Sender Sequence Sequences ServiceClient ServiceNotAllowed ServiceRouter ServiceSettings
ServiceToken ServiceTokenRequired ServiceTokens SessionEnded Sessions SetAsideResponse Settings
SignedIn SimpleNamespace StopAsyncIteration StopIteration StoreUrl StoredCredentials StrictBool
StrictInt String Subscription SyntaxError SyntaxWarning SystemClock SystemError SystemExit TIMES
TIMESTAMP TIME_ZONE TITLE TITLES TOKENS TRANSITIONS TRY_LATER TYPE_CHECKING TabError
TelegramMessages TelegramNotification Text TimeoutError Timestamp TimestampText TokenPair
TooManyAttempts True TypeAdapter TypeError UNCHECKED UNLIMITED UTC UUID UnboundLocalError
UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
UniqueConstraint UniqueViolation UnitOfWork UnitOfWorkRequest UnitOfWorkResponse UnitsOfWork
UnknownName UpdateWrite UseCase UseCases UserWarning Uuid VERIFY_EMAIL VERSION_CONFLICT
ValidationError ValidationInfo ValueError Values VerifyEmail VersionConflict
WEBHOOK_SECRET_LENGTH WEBSITE WINDOW WITHOUT_CODE WORK_PROBLEMS WRONG_PASSWORD Warning
WebAddress Work Write WriteError WrittenRow WrongCredentials WrongPassword ZeroDivisionError
ZoneInfo abs acknowledge acknowledged actor admit aio_pika aiter all all_created allow_origins
allowed_methods amend and and_ anext answer answer_to answer_to_command any app arranged arrived
as ascii asdict assert assert_invalid assert_problem async asynccontextmanager asyncio audit
authentication_router await bearer bin body bool bounded branch_labels break breakpoint
build_container build_documents_router build_log_in_router build_router build_rows_router
build_stored_router build_work_router bytearray bytes cache callable caller callers case cast
change_of check check_postgres check_postgres_service check_redis chr claim claim_run claimed
claims class classmethod client client_of client_with close command commit committed
committed_unit compile complete_run complex configure configure_logging consumed consumer_of
container container_of context continue copyright create create_app created created_at credits
current_request_id data data_of_somebody dataclass date datetime dead_letters decimal
declare_dead_queue declared def default_adapters default_use_cases defaultdict del delattr
delete delete_in_batches deletes depends_on details_of dict dir divmod document down_revision
downgrade elif else emails end_all enumerate etag eval event_of eventually every_row exact
except exec execute exists exit expected failing false field field_validator filter filters
finally find find_by first_answer float for format from frozenset func generated_jobs
generated_listeners get get_container getattr global globals go_on guard handle hasattr hash
hashlib health_router help hex hmac httpx id ids if import in input inputs insert
install_documentation install_error_handlers install_frame install_problem_handlers int
internal_client is is_dead is_of isinstance issubclass issue iter job_of joins json
jsonable_encoder jwt key lambda latest leave leaves len license lifespan_of limited link
link_page links_router list list_set_aside literal load_actor load_settings locals log main map
mapped_column max memoryview message message_of messages min mongo_url name names_of new_id next
next_pages nonlocal not not_ note_committed now null object oct once op open open_connections
open_redis operations operations_router operator or or_ ord os own own_rows own_use_cases page
paging_of pair pass path perform places plain_decimal post postgres_url postgresql pow print
problem problem_body problem_of problem_response problems property public_rejection publish
publish_named put pytest query quit rabbitmq_url raise range re read recipient redis_url
references refusal refusals_noted refuse register release rename_table render renew renew_run
replace replay_set_aside repr request request_change require_role require_sight require_version
response result return reversed revision role round router row run running sa select self send
sendgrid serve set set_aside setattr shown signal signed slice sorted start staticmethod stored
str structlog sum super suppress sweep telegram telegram_router tell text things time timedelta
today tokens_among transport_of true try tuple type typed unit unit_of_work unsaved update
updated_at upgrade validation_problem value vars verify version waiting walk while wire_value
wire_values wiring with with_retries with_weak_hash work_of wrong_fields yield zip zulu
""")
"""What modules with names of the spec in them bind for themselves."""

MEMBERS = _words("""
access_tokens adapters api audit_log broker change_password check_postgres
check_postgres_service check_redis client clock close connections create deactivate_account
delete deliveries emails find first_account first_answers get guards link_telegram log_in mongo
page pages patch post postgres redis refresh register relay resend_link reset_password scheduler
sendgrid sessions settings units_of_work use_cases values verify_email
""")
"""What the classes have that hold operations and collections."""

FIELDS = _words("""
False None True and as assert async await bool break class construct continue copy cursor date
datetime def del dict elif else except field finally for from from_orm frozenset global if
import in int is json lambda limit mapped_column metadata model_computed_fields model_config
model_construct model_copy model_dump model_dump_json model_extra model_fields model_fields_set
model_json_schema model_parametrized_name model_post_init model_rebuild model_validate
model_validate_json model_validate_strings nonlocal not offset or page parse_file parse_obj
parse_raw pass raise registry request return schema schema_json self sent sort str total try
update_forward_refs validate values version while with yield
""")
"""What the classes have that hold values, and what their bodies use."""

MESSAGE_LOCALS = _words("""
text unit
""")
"""What a notification's function calls its own values."""

BESIDE_ENTITIES = _words("""
base enums guard machinery responses
""")
"""Modules that lie beside those of entities."""

BESIDE_OTHERS = _words("""
access application clients cross_origin guard idempotency openapi operations problems responses
""")
"""Modules that lie beside those of all other elements."""

SQL_RESERVED = _words("""
all analyse analyze and any array as asc asymmetric authorization between binary both case cast
check collate column constraint create cross current_catalog current_date current_role
current_schema current_time current_timestamp current_user default deferrable desc distinct do
else end except false fetch for foreign freeze from full grant group having ilike in initially
inner intersect into is isnull join leading left like limit localtime localtimestamp natural new
not notnull null of off offset old on only or order outer over overlaps placing primary
references returning right select session_user similar some symmetric table then to trailing
true union unique user using variadic verbose when where window with
""")
"""Words of PostgreSQL that are no names without quotes."""
