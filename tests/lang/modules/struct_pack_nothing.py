from lib.attempts import attempt
import struct
attempt(struct.pack)
attempt(struct.pack_into)
attempt(struct.Struct("h").pack_into)
