# zeal: 800 - imports typing
"""typing's special forms: text, arguments, equality, flattening, hashing, origins, refusals."""
import collections.abc
import typing
from typing import *
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)

T, K = TypeVar("T"), TypeVar("K")
P, Ts = ParamSpec("P"), TypeVarTuple("Ts")
table("""
Optional[int], Union[int, str], Union[int], Union[int, int], Union[int, None], Union[Union[int, str], bytes], Optional[None], Union[int, 'str']
Union[int, str] == Union[str, int], hash(Union[int, str]) == hash(Union[str, int]), Union[int, str] == int | str, type(Union[int, str]), isinstance(5, Union[int, str])
List[int], Dict[str, int], Tuple[int, ...], Tuple[()], tuple[()], Set[T], Type[int], Callable[[int], str], Callable[..., int], Callable[P, int], Callable[[], None], Callable[Concatenate[int, P], T]
Any, NoReturn, Never, Self, LiteralString, ClassVar[int], Final[int], Final, Literal[1, 'a', None, True], Annotated[int, 'meta', 5], Required[int], NotRequired[str], ReadOnly[int], Unpack[Ts], TypeGuard[int], TypeIs[str], Concatenate[int, P]
Literal[1, 1, 2], Literal[Literal[1], 2], Literal[1] == Literal[True], Literal[1, 2] == Literal[2, 1], Literal[[]], hash(Literal[1]) == hash(Literal[1])
Annotated[Annotated[int, 1], 2], Annotated[int, 1].__metadata__, Annotated[int, []].__origin__, Annotated[T, 5][str], Annotated[List[T], 1][int]
Union[()]
Optional[int, str]
Optional
ClassVar[int, str]
Literal[()], Literal[int]
Annotated[int]
Callable[int]
Callable[int, str]
Callable[[int], str, 5]
Union[5]
List[5]
List[int, str]
Dict[int]
Tuple[int, ...][str]
Generic[int]
Generic[T, T]
Generic[()]
Protocol[int]
Self[int]
Any[int]
Any()
NoReturn()
isinstance(5, Any)
isinstance(5, List[int])
isinstance([], List), issubclass(list, List), isinstance({}, typing.Mapping), isinstance(5, Hashable)
issubclass(int, Optional)
Union[int, str]()
List[int](), Dict[str, int](a=1), type(List[int]()).__name__
get_origin(List[int]), get_args(List[int]), get_origin(Union[int, str]), get_args(Callable[[int], str]), get_args(Callable[..., T]), get_origin(Annotated[int, 1]), get_args(Annotated[int, 1]), get_origin(int), get_args(5), get_origin(Literal[1]), get_origin(P.args), get_args(Tuple[()]), get_origin(ClassVar[int]), get_origin(Generic[T]), get_origin(list[int])
List[T][int], Dict[T, K][int, str], Callable[[T], K][int, str], Union[T, int][str], Union[T, int][int], Tuple[T, ...][int], List[List[T]][int], Callable[P, T][[int, str], bytes], Callable[P, T][..., int]
List[T][int, str]
Dict[T, K][int]
List[int][str]
T, K.__name__, TypeVar('B', bound=int).__bound__, TypeVar('C', int, str).__constraints__, TypeVar('V', covariant=True), TypeVar('W', contravariant=True), TypeVar('I', infer_variance=True), P, P.args, P.kwargs, Ts, TypeVar('D', default=int).__default__, T.has_default(), NoDefault
TypeVar('X', int)
TypeVar('X', covariant=True, contravariant=True)
TypeVar('X', int, str, bound=int)
TypeVar(5)
TypeVar()
TypeVar('X', 5, 6)
T()
T[int]
isinstance(5, T)
T | int, int | T, 'str' | T, T | None, Ts, list[T] | K, (List[T] | int)[str]
ForwardRef('a.b'), ForwardRef('int').__forward_arg__, List['int'], ForwardRef('x') == ForwardRef('x')
ForwardRef('a b')
ForwardRef(5)
NewType('Id', int), NewType('Id', int)(5), NewType('Id', int).__supertype__, NewType('Id', int) | None
NewType('Id', int)[str]
cast(int, 'x'), cast('anything', 5), assert_type(5, str), reveal_type.__name__, no_type_check(5) if False else 0
assert_never(5)
get_type_hints(5)
overload(lambda: 1)()
final(5), runtime_checkable.__name__, TYPE_CHECKING, AnyStr, Text, is_typeddict(int), is_protocol(int), get_protocol_members.__name__
runtime_checkable(int)
get_protocol_members(int)
collections.abc.Callable[[int], str], collections.abc.Callable[[int], str].__args__, collections.abc.Iterable[T][int], type[int], dict[str, T][int], list[*Ts][int, str], tuple[int, *Ts][str], tuple[*tuple[int, ...]]
""")
