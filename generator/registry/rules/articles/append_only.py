"""What a change may do to what is recorded: add, and fill in; not rewrite, not delete, not use again.

These rules look at a base and a head.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...finding import build_pointer
from ...model.difference import Alteration, Difference
from ...model.kinds import ACTS, ReceiptAction, Repair, StepAction
from ...model.open_points import may_be_open
from ...model.register import Register
from ...model.repairs import list_ways, remove_rows
from ...records.loader import Document
from ...records.messages import describe_place
from ...records.record_path import OF_INSTITUTIONS, RecordPath, find_folder
from ...records.schemas import Schemas
from ..alterations import describe_alteration, explain_restoring, find_alterations
from ..places import MERGED, find_day_of_last_deed, suggest_repair
from ..rule import Fault, fault, rule

PLANS = ("plan", "amendment")
SUPERVISION = (*ACTS, "assessment", "summary", "repair")
# What the register keeps for ever; waivers end with what they excuse, and tables are kept by references.
PERMANENT = (*SUPERVISION, *PLANS, "institution", "batch", "regulation", "calendar")

REPAIR = (
    f"{MERGED}造成错误的，或者从未列入名单的机构编号录错了的，由市人社局添一份修复记录"
    "（registry new 机构编号 repair）"
)

EMPTY = "要结束示例的，在一次改动中整个清空（registry doctor 写着怎样做）"


def is_settled(document: Document) -> bool:
    """Whether a record stands: a plan once a side has passed it, a summary once sent, a list once out.

    A summary that an office has returned is open again until it is sent anew.
    """
    match document.kind:
        case "plan" | "amendment":
            return any(step["action"] == StepAction.PASSED for step in document.data["steps"])
        case "summary":
            last = {step["authority"]: step["action"] for step in document.data["steps"]}
            return ReceiptAction.RETURNED not in last.values()
        case "batch":
            return "announcement" in document.data
        case name:
            return name in SUPERVISION


def _find_rewritten(
    difference: Difference, schemas: Schemas, kinds: Collection[str], mend: str
) -> Iterator[Fault]:
    """What a change rewrites in settled records of some kinds; `mend` is worded with file and pointer."""
    for old, now in difference.pair_kept():
        # One that has become another kind is gone as what it was: records-stay tells that.
        if old.kind not in kinds or old.kind != now.kind:
            continue
        before = remove_rows(old, difference.ways)
        # A repair may have moved the record into another dossier.
        ids = RecordPath.parse(old.path).id, RecordPath.parse(now.path).id
        exchanged = [*difference.given_up_ids.items(), ids]
        schema = schemas.kinds[now.kind].schema
        for alteration in find_alterations(schemas, schema, before, now.data, is_settled(old)):
            if (alteration.old, alteration.new) in exchanged:
                continue
            place = build_pointer(*alteration.parts)
            if _is_corrected(old, now, place, alteration):
                continue
            what = describe_place(schemas, now.kind, alteration.parts)
            message = what + describe_alteration(alteration)
            yield Fault(now.path, place, message, _mend(mend, now, alteration))


def _mend(mend: str, now: Document, alteration: Alteration) -> str:
    """How to mend an alteration; no correction takes out a row, and none reaches a record of repair."""
    if now.kind == "repair":
        return "改回原来的内容"
    if alteration.new is None and isinstance(alteration.parts[-1], int):
        return f"恢复原来的各项；{suggest_repair(now.path, build_pointer(*alteration.parts))}"
    return mend.format(file=RecordPath.parse(now.path).below, pointer=build_pointer(*alteration.parts))


def _is_corrected(old: Document, now: Document, place: str, alteration: Alteration) -> bool:
    """Whether the record itself tells of the alteration as a new correction, as a batch may."""
    # Only those that the change itself brings: an earlier one tells of an earlier slip.
    corrections = now.data.get("corrections", ())[len(old.data.get("corrections", ())) :]
    wanted = (place, alteration.old, alteration.new)
    return wanted in [(row["pointer"], row["old"], row["new"]) for row in corrections]


@rule("", "已录入的事项不改写", scope="change", basis="form")
def recorded_acts_stay(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """已录入的事项、考核和已报送的总结不改写；以后才有的内容（如公布日期）可以补填。

    录错的以更正记录改正，原来的内容和更正都保留，谁在什么时候改了什么就都查得到。
    总结被退回的，到重新报送为止可以修改。
    """
    mend = "改回原来的内容；录错的添一份更正（correction），其中 file 写 {file}，pointer 写 {pointer}"
    yield from _find_rewritten(difference, schemas, SUPERVISION, mend)


@rule("", "通过的计划不改写", scope="change", basis="form")
def passed_plans_stay(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """通过了的计划和调整不改写；环节只在末尾追加，已有的环节不改。

    没有通过的不得实施，所以有一方通过之后，课程就定下来了；要改的另报计划调整，通过之后施行（登记册的理解）。
    """
    mend = (
        "改回原来的内容；要改计划的另报调整（amendment），"
        "录错的添一份更正（correction），其中 file 写 {file}，pointer 写 {pointer}"
    )
    yield from (each._replace(article="17") for each in _find_rewritten(difference, schemas, PLANS, mend))


@rule("", "公布的名单不改写", scope="change", basis="form")
def published_lists_stay(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """已经公布的名单不改写。名单之后的变化，以变更、终止等事项记录。

    公布的文件、日期等当时就录错的，把原处改正，同时在批次的更正（corrections）中写明原值、新值和原因；
    列入哪些机构不能这样改。
    """
    mend = (
        "改回公布时的内容；公布以后的变化在机构的档案里添事项；文件、日期等当时就录错的，"
        "在本文件的 corrections 中写明更正，如 pointer: /announcement/document/number"
    )
    yield from _find_rewritten(difference, schemas, ("batch",), mend)


@rule("", "记录不删除", scope="change", basis="form")
def records_stay(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """已录入的机构、事项、计划、总结、考核、批次、办法参数和工作日历不删除，也不移进另一机构的档案或改成另一种记录。

    在本机构的档案之内，文件可以改名；档案可以随监督地区移动。删去的请恢复。录错的以更正记录改正，不再有效的以处理决定撤销；
    两份提案先后合并造成的错误，以修复记录了结。标明演示数据的登记册，示例可以一次整个清空。
    """
    lasting = (each for each in difference.list_gone() if each.kind in PERMANENT)
    gone = [each for each in lasting if not difference.find_repair(each.path)]
    if difference.is_example and difference.is_emptied:  # rule example-ended says whether that may be
        gone = [each for each in gone if not each.path.startswith(OF_INSTITUTIONS)]
    way_out = EMPTY if difference.is_example else REPAIR
    # Where the acts are still there, institution.yml is but one file of them.
    there = difference.head.known_ids["institution"]
    own = (each.path for each in gone if each.kind == "institution")
    folders = {find_folder(path): 0 for path in own if RecordPath.parse(path).id not in there}
    for document in gone:
        folder = find_folder(document.path)
        if folder in folders:
            folders[folder] += 1
        else:
            mend = explain_restoring(document.path, difference.elsewhere.get(document.path, ""))
            mend = f"{mend}；{way_out}"
            if now := difference.moved.get(document.path):  # and a record may not have its name
                mend = f"把 {now} 改回原来的名字 {document.path.rpartition('/')[2]}"
            message = _describe_gone(difference, document, schemas)
            yield Fault(document.path, "", message, mend)._replace(as_written=True)
    for folder, files in folders.items():
        path = f"{folder}/institution.yml"
        now, sign, name = difference.elsewhere.get(path, "").rpartition("/")
        place = now if f"{sign}{name}" == "/institution.yml" else ""
        message = f"删去了整份档案，连同 {files} 份记录"
        _, id_, inside = RecordPath.parse_folder(place)
        if id_ and not inside:
            message = f"整份档案（{files} 份记录）改用了编号 {id_}；编号一经使用不再改变"
        elif place:  # dragged into another dossier, which is not to go with it
            message = f"整份档案（{files} 份记录）移到了 {place}；登记册的档案只放在地区的文件夹中"
        mend = explain_restoring(folder, place)
        yield Fault(path, "", message, f"{mend}；别的问题多由它而来，恢复以后再看；{way_out}")


def _describe_gone(difference: Difference, document: Document, schemas: Schemas) -> str:
    """That a record is there no more, and where its text is now."""
    path, title = difference.elsewhere.get(document.path), schemas.kinds[document.kind].title
    if now := difference.moved.get(document.path):
        name = now.removeprefix(f"{document.path.rpartition('/')[0]}/")
        return f"这份{title}改名为 {name}，登记册不认得了；在这里等于删去"
    if path is None:
        return f"删去了一份{title}记录"
    id_ = RecordPath.parse(path).id
    if id_ == RecordPath.parse(document.path).id:
        return f"这份{title}改成了 {path}，成了另一种记录；在这里等于删去"
    into = f"机构 {id_} 的档案" if id_ else "别处"
    return f"这份{title}移到了{into}（{path}）；在这里等于删去，在那里等于新添"


@rule("", "编号和代码不再用", scope="change", basis="form")
def ids_not_used_again(difference: Difference) -> Iterator[Fault]:
    """用过的机构编号不再给别的机构；删去的机构再登记，用原来的档案。

    清空了的示例不算用过：那些机构是虚构的，每一页都标明演示数据。
    """
    former = difference.former
    # A repair takes out one of two dossiers of an institution: its code goes on in the other.
    codes = {
        code: id_ for id_, code in former.items() if code and id_ not in _list_taken_out(difference.head)
    }
    for dossier in difference.list_new_dossiers():
        code = dossier.institution.credit_code or ""
        # The same id with the same code is the institution itself, which has come back.
        if former.get(dossier.id, code) != code:
            message = f"编号 {dossier.id} 曾用于另一份档案（代码 {former[dossier.id]}）"
            yield fault(dossier.institution, "/id", message, "换一个没有用过的编号，或恢复原来的档案")
        elif codes.get(code, dossier.id) != dossier.id:
            message = f"这个代码的机构曾有档案 {codes[code]}"
            yield fault(dossier.institution, "/credit_code", message, "恢复并使用原来的档案")


def _list_taken_out(register: Register) -> set[str]:
    """The ids of the dossiers that repairs have taken out as a whole."""
    repairs = (each for each in register.shared.records.values() if isinstance(each, Repair))
    return {way.former for way in list_ways(repairs) if way.is_folder and not way.target}


@rule("", "修订办法另立文件", scope="change", basis="form")
def regulation_amended_by_new_file(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """已经施行的办法，参数、施行日期和条号对应不在原处改动；修订的另立一份文件，旧文件不动。

    改旧文件会改变以前各日的状态。当时就录错的，把原处改正，同时在更正（corrections）中写明原值、新值和原因。
    还没有施行的可以改，还没有填的可以补填，逐条摘要的文字可以修改。
    """
    edited = [(old, now) for old, now in difference.pair_kept() if old.kind == "regulation"]
    last = find_day_of_last_deed(difference.base).isoformat() if edited else ""
    for old, now in edited:
        # By the earlier of both starts: a start that is put off would else free the rest to be edited. What
        # nothing recorded rests on yet may be edited as a draft.
        starts = min(each.data.get("in_force_from", "") for each in (old, now))
        for name in ("in_force_from", "parameters", "citations") if starts <= last else ():
            below = schemas.kinds[now.kind].properties[name]
            if name not in old.data and may_be_open(below):
                continue
            values = old.data.get(name), now.data.get(name)
            for alteration in find_alterations(schemas, below, *values, frozen=True, parts=(name,)):
                place = build_pointer(*alteration.parts)
                if _is_corrected(old, now, place, alteration):
                    continue
                what = describe_place(schemas, "regulation", alteration.parts)
                message = f"{what}{describe_alteration(alteration)}；以前各日的状态会跟着变"
                mend = (
                    "改回原来的内容；办法修订、目标改变的，在 regulations/ 复制一份，换编号和施行日期再改；"
                    f"当时就录错的，在 corrections 中写明更正，pointer 写 {place}"
                )
                yield Fault(now.path, place, message, mend)
