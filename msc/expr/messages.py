"""The protobuf messages of a checked expression, which no library ships as classes."""

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "cel.expr"
# As `cel/expr/checked.proto` and `syntax.proto` publish them; a name in capitals is a message, and
# `*` marks what is repeated. What is not read of a message, such as its types, is left out.
# Where the nodes are in the text is read only for a message: it stays bytes until then.
PUBLISHED = {
    "CheckedExpr": "expr:Expr:4 source_info:bytes:5",
    "SourceInfo": "positions:*Position:4",
    "Position": "id:int64:1 offset:int32:2",
    "Expr": "id:int64:2 const_expr:Constant:3 ident_expr:Ident:4 select_expr:Select:5 "
    "call_expr:Call:6 list_expr:CreateList:7 struct_expr:CreateStruct:8 "
    "comprehension_expr:Comprehension:9",
    "Constant": "null_value:int64:1 bool_value:bool:2 int64_value:int64:3 uint64_value:uint64:4 "
    "double_value:double:5 string_value:string:6 bytes_value:bytes:7",
    "Ident": "name:string:1",
    "Select": "operand:Expr:1 field:string:2 test_only:bool:3",
    "Call": "target:Expr:1 function:string:2 args:*Expr:3",
    "CreateList": "elements:*Expr:1",
    "CreateStruct": "message_name:string:1",
    "Comprehension": "iter_var:string:1 iter_range:Expr:2 accu_init:Expr:4 loop_step:Expr:6",
}
# The fields of these are alternatives.
CHOICES = {"Expr": "expr_kind", "Constant": "constant_kind"}
TYPES = {"double": 1, "int64": 3, "int32": 5, "uint64": 4, "bool": 8, "string": 9, "bytes": 12}
MESSAGE, OPTIONAL, REPEATED = 11, 1, 3


def _file() -> descriptor_pb2.FileDescriptorProto:
    file = descriptor_pb2.FileDescriptorProto(
        name="cel/expr/checked.proto", package=PACKAGE, syntax="proto3"
    )
    for name, fields in PUBLISHED.items():
        message = file.message_type.add(name=name)
        if name in CHOICES:
            message.oneof_decl.add(name=CHOICES[name])
        for text in fields.split():
            _add_field(message, *text.split(":"))
    return file


def _add_field(message: descriptor_pb2.DescriptorProto, name: str, kind: str, number: str) -> None:
    label = REPEATED if kind.startswith("*") else OPTIONAL
    kind = kind.lstrip("*")
    field: Any = message.field.add(
        name=name, number=int(number), label=label, type=TYPES.get(kind, MESSAGE)
    )
    if kind not in TYPES:
        field.type_name = f".{PACKAGE}.{kind}"
    if message.oneof_decl and name != "id":
        field.oneof_index = 0


def _pool() -> descriptor_pool.DescriptorPool:
    """A private pool, because a library may register these messages in the default one some day."""
    pool = descriptor_pool.DescriptorPool()
    pool.Add(_file())
    return pool


def _class(name: str) -> Any:
    return message_factory.GetMessageClass(POOL.FindMessageTypeByName(f"{PACKAGE}.{name}"))


POOL = _pool()
Expr, CheckedExpr, SourceInfo = _class("Expr"), _class("CheckedExpr"), _class("SourceInfo")
