from ...chosen import public
