"""How a command of the desk ends: the paper, what is next, how it is taken back, in this order."""

PAPER = "文书："
NEXT = "接着："
TAKE_BACK = "要收回："
DRY_RUN = "这是试运行，什么也没有写"
