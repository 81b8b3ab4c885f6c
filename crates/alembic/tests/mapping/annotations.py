# The names come by star imports, also those that few use.
import enum

import sqlalchemy as sa
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import *
from typing import *
from typing_extensions import TypeAliasType


class S(str): pass
class E(enum.StrEnum):
    a="A"
class IE(enum.IntEnum):
    x=1
J=TypeAliasType("J", dict[str, Any])
N=NewType("N", int)
LA=TypeAliasType("LA", Literal["q","w"])
maps=[{}, {str: sa.Text}, {str: sa.Text, enum.Enum: sa.Enum(enum.Enum, native_enum=False)}, {dict: sa.JSON}, {dict[str,Any]: sa.JSON}, {J: sa.JSON}, {N: sa.BigInteger}, {Literal: sa.Enum(enum.Enum, native_enum=True, length=40)}, {E: sa.Enum(E, name="ee", native_enum=False)}, {Literal["a","b"]: sa.Enum("a","b",name="lit")}, {LA: sa.Enum("q","w",name="law")}, {Optional[str]: sa.String(7)}, {str|None: sa.String(8)}, {Union[int,str]: sa.JSON}, {list: sa.ARRAY(sa.Integer)}, {enum.Enum: sa.String(20)}, {int: sa.BigInteger, float: sa.Numeric}]
anns=[S,E,IE,J,Optional[J],N,LA,Literal["a","b"],Optional[Literal["a","b"]],str,Optional[str],dict,dict[str,Any],Union[int,str],list,list[int],bool,int,float]
for mi,m in enumerate(maps):
    for ai,a in enumerate(anns):
        try:
            class Base(DeclarativeBase):
                type_annotation_map=m
            T=type("T",(Base,),{"__tablename__":"t","__annotations__":{"id":Mapped[int],"x":Mapped[a]},"id":mapped_column(primary_key=True)})
            c=T.__table__.c.x
            print(mi,ai,repr(c.type),c.nullable)
        except Exception as e: print(mi,ai,type(e).__name__)
class B2(MappedAsDataclass,DeclarativeBase): 
    type_annotation_map={J:sa.JSON}
class U(B2):
    __tablename__="u"
    id: Mapped[int]=mapped_column(primary_key=True)
    a: Mapped[J] = mapped_column(MutableDict.as_mutable(sa.JSON), default_factory=dict)
    b: Mapped[dict[str,Any]] = mapped_column(MutableDict.as_mutable(sa.JSON), default_factory=dict)
    c: Mapped[J] = mapped_column(sa.JSON, default_factory=dict)
    d: Mapped[J] = mapped_column(default_factory=dict)
for c in U.__table__.c: print(c.name,repr(c.type),c.nullable)
