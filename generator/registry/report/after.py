"""How a command of the desk ends: what is next, and how to take back what it has done, in this order."""

NEXT = "接着："
TAKE_BACK = "要收回："
DRY_RUN = "这是试运行，什么也没有写"
