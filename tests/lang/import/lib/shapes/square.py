from .. import simple
from ..simple import value
from . import names
side = value + 1
package = __package__
