"""What cannot be done, in words for the person who asked: the command ends with one line and an exit code."""

from __future__ import annotations

import errno
import os
import re

MAX_PATH = 200  # characters of a path
TRACE = "REGISTRY_TRACEBACK"  # in the environment: all of what led to a fault of the program is shown
CAUSES = {
    errno.ENOSPC: "磁盘或输出的去处已经满了",
    errno.EDQUOT: "超出了磁盘限额",
    errno.EFBIG: "文件太大",
    errno.EMFILE: "打开的文件太多，超出了系统的限制（ulimit -n）；加 --workers 1 再试，或放宽限制",
    errno.ENFILE: "整个系统打开的文件太多",
    errno.ENOMEM: "内存不够；加 --workers 1 再试",
    errno.EAGAIN: "系统不让再开进程；加 --workers 1 再试",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的磁盘是只读的",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已经有了",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENAMETOOLONG: "路径太长，超出了系统的限制",
    errno.ELOOP: "链接绕成了圈",
    errno.EIO: "磁盘读写出错",
    errno.EBADF: "已经关闭",
    errno.EPIPE: "读的一方已经关闭",
}

TARGET_AT_FAULT = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)  # not what is copied, but where to
BUSY = (32, 33)  # Windows: another program has the file open, or a part of it locked


class Refusal(Exception):
    """Something cannot be done; the message says why and what to do."""

    exit_code = 2  # with which the command ends: it could not run; 1 where what is asked for is at fault


def describe_cause(error: OSError) -> str:
    """Why the system has refused something."""
    if getattr(error, "winerror", None) in BUSY:
        return "正被别的程序打开（编辑器、表格软件、杀毒软件）；关掉以后再运行"
    return CAUSES.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def describe_os_error(error: OSError) -> str:
    """What the system has refused and why, with the file that it names, if it names one."""
    error = _find_first(error)
    named = error.filename2 if error.filename2 and error.errno in TARGET_AT_FAULT else error.filename
    if named is None or isinstance(named, int):  # a descriptor says nobody anything
        return describe_cause(error)
    name = os.fsencode(named).decode("utf-8", "backslashreplace")  # bytes that are no text: codes
    return f"{name if len(name) <= MAX_PATH else f'{name[:MAX_PATH]}……'}：{describe_cause(error)}"


def _find_first(error: OSError) -> OSError:
    """Of several that copying a folder has met the first one; else the error itself."""
    import shutil  # by the few who come here

    if not isinstance(error, shutil.Error) or not isinstance(error.args[0], list):
        return error
    # Of each there is the file, where to, and what was said: [Errno 28] No space left on device: …
    source, target, said = error.args[0][0]
    number = re.match(r"\[Errno (\d+)\] ([^:]*)", said)
    return OSError(int(number[1]), number[2], source, None, target) if number else OSError(said)
