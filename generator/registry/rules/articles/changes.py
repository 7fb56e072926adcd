"""Article 27: changes of name, legal representative, contact and the like are reported and published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...display import format_number
from ...json_data import Fields, JsonValue
from ...lifecycle.calendar import subtract_day
from ...lifecycle.duties import derive_duties
from ...lifecycle.filing import MOVED_BY_ACT, is_reported_by_reading, list_reported_fields, must_be_reported
from ...lifecycle.fold import FIXED, FOLDED, fold_before, make_plain, state_properties, state_value
from ...lifecycle.force import select_in_force
from ...lifecycle.older_lists import is_carried_over
from ...lifecycle.present import find_origin, find_unexplained, list_earlier, list_lagging, list_to_write
from ...lifecycle.status import is_listed
from ...model.difference import Difference
from ...model.dossier import Dossier
from ...model.kinds import NAMED_FIELDS, Act, Application, Change, ChangeField, Correction, Transfer
from ...model.register import Register
from ...records.meant import list_meant
from ...records.messages import describe_place, explain_property
from ...records.schemas import Schema, Schemas
from ..alterations import find_alterations
from ..places import suggest_change, suggest_repair
from ..rule import Fault, fault, rule

MAX_PLACES = 3  # the most places of a property that a message names
# What an application by an institution that is not listed must state as the dossier does.
SAME_INSTITUTION = ("id", "credit_code")
# What changes by being registered, and so on the day of that paper.
REGISTERED = frozenset({ChangeField.NAME, ChangeField.LEGAL_REPRESENTATIVE, ChangeField.CREDIT_CODE})
# What an application by a listed institution may state otherwise, since it is what the panel looks at anew.
WIDENED = frozenset({ChangeField.FIELDS, ChangeField.MODES, ChangeField.PLATFORM})


def quote_value(value: JsonValue) -> str:
    """A value as it is quoted in a message."""
    if value is None:
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"“{format_number(value) if isinstance(value, float) else value}”"


def _describe(schemas: Schemas, schema: Schema, value: JsonValue) -> str:
    """A value as it is quoted in a message: of a group its name, if it has one, and the rest by titles."""
    schema = schemas.resolve(schema)
    if isinstance(value, list):
        return "、".join(_describe(schemas, schema.get("items", {}), each) for each in value) or "空"
    if not isinstance(value, dict):
        return quote_value(value)
    below = dict(schemas.get_properties(schema))
    parts = [(below[name], each) for name, each in value.items() if name in below and each is not None]
    is_named = bool(parts) and isinstance(parts[0][1], str)
    name = _describe(schemas, *parts[0]) if is_named else ""
    words = []
    for part_schema, part in parts[is_named:]:
        text = _describe(schemas, part_schema, part)
        words.append(f"{part_schema['title']}{f'（{text}）' if isinstance(part, dict) else f'：{text}'}")
    more = "，".join(words)
    return f"{name}（{more}）" if name and more else name or more or "空"


def _compare(
    schemas: Schemas, name: str, said: tuple[str, JsonValue], due: tuple[str, JsonValue], whole: str = ""
) -> str:
    """Where a property's value differs from another, each with the words that lead it, place by place.

    `whole` leads them where all of it is another.
    """
    (lead, value), (then, other) = said, due
    schema = schemas.kinds["institution"].properties[name]
    altered = [*find_alterations(schemas, schema, value, other, frozen=True, parts=(name,))]
    if len(altered[0].parts) == 1:  # all of it is another: there are no places to tell of
        one, two = (_describe(schemas, schema, each) for each in (value, other))
        return f"{whole}{lead}{one}，{then}{two}"
    words = []
    for alteration in altered[:MAX_PLACES]:
        place = describe_place(schemas, "institution", alteration.parts)
        below = schemas.resolve_path("institution", alteration.parts)[-1]
        one, two = (_describe(schemas, below, each) for each in (alteration.old, alteration.new))
        words.append(f"{place}{lead}{one}，{then}{two}")
    return "；".join(words) + (f"；共 {len(altered)} 处" if len(altered) > MAX_PLACES else "")


@rule("", "现况与变更记录一致", basis="form", reads=("change_fields",))
def institution_equals_its_acts(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """机构现况等于最近一次申请时的情况加上其后的全部变更和调整。

    一件事只在一处记录：变化只录入变更，现况由程序照事项写好；师资、教室、图书等每一项都这样。
    还没有照新的事项更新的不算错误，见“机构文件待更新”。
    哪些项目的变更须报备，见办法参数；名称、法定代表人、联系方式以外的，是登记册的理解。
    """
    if not dossier.get_acts(Application) and not is_carried_over(dossier):
        # Nothing then says what it was at first, so that no act can explain what it is now.
        older = "旧名单中的，写进照原样录入的名单，那份名单有错误的先改好"
        mend = f"先录入申请（application）；{older}"
        yield fault(dossier.institution, "", "档案中没有申请，无法核对现况", mend)
    for name in find_unexplained(dossier):
        message = _describe_difference(dossier, schemas, name)
        act = _find_last_touching(dossier, name)
        way = _mend(dossier, schemas, name)
        mend = f"照 acts/{act.stem}.yml 改这里；又有变化的，{way}" if act else way
        yield _tell_of_file(dossier, f"/{name}", message, mend, _cite(name))


def _tell_of_file(dossier: Dossier, pointer: str, message: str, mend: str, article: str = "") -> Fault:
    """A fault of institution.yml itself, and not of the institution as its acts say that it is."""
    return fault(dossier.institution, pointer, message, mend, article=article)._replace(as_written=True)


def _describe_difference(dossier: Dossier, schemas: Schemas, name: str) -> str:
    """What institution.yml states for a property, and what it is by the acts."""
    current, wanted = (
        state_properties(institution)
        for institution in (dossier.stated or dossier.institution, dossier.institution)
    )
    now, due = ("现为", current[name]), ("按申请和变更记录应为", wanted[name])
    message = _compare(schemas, name, now, due, describe_place(schemas, "institution", (name,)))
    if name in list_reported_fields(dossier, max(act.date for act in dossier.acts)) - NAMED_FIELDS:
        message += "；登记册的理解：这一项的变更也须报备"
    return message


@rule("", "机构文件待更新", "info", basis="form")
def institution_file_follows_its_acts(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """institution.yml 由申请和变更写成；还没有照后来的事项更新，或者还没有这个文件的，网站和核对以事项为准。

    不用手工改：registry fix 照事项写好。其中有事项说不清的改动的，先改好那一处。
    """
    names = list_to_write(dossier, schemas.list_filed())
    # What is at fault is reported by the rules of acts, and nothing is written from it.
    if not names or not schemas.is_valid("institution", dossier.fold):
        return
    if dossier.stated is None:
        pointer, message = "", "还没有 institution.yml，依据申请和变更记录得出"
    else:
        last_acts = (_find_act(dossier, name) for name in names)
        acts = dict.fromkeys(each.stem for each in last_acts if each)
        title = "、".join(describe_place(schemas, "institution", (name,)) for name in names)
        after = f"（{'、'.join(f'acts/{each}.yml' for each in acts)}）" if acts else ""
        pointer, message = f"/{names[0]}", f"{title}还没有照事项{after}更新"
    mend = "不影响核对和网站，它们以事项为准"
    yield _tell_of_file(dossier, pointer, message, mend)._replace(mendable=True)


@rule("", "机构现况不改回", scope="change", basis="form")
def institution_not_set_back(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """已经照事项更新的机构现况，不改回以前的内容；真的变回去了的，录入变更。"""
    for old, now in difference.pair_kept():
        dossier = difference.head.find_dossier(now.path) if now.kind == "institution" else None
        if dossier is None or dossier.stated is None or dossier.fold is None:
            continue
        current, states = state_properties(dossier.stated), list_earlier(dossier)
        for name in list_lagging(dossier):
            values, before = [each[name] for each in states], state_value(name, old.data.get(name))
            since = values.index(before) if before in values else 0
            # Forward is lawful: others' acts may have come meanwhile, and the file follows one by one.
            if current[name] in values[:since] and current[name] not in values[since:]:
                message = _describe_difference(dossier, schemas, name)
                mend = _mend(dossier, schemas, name)
                yield _tell_of_file(dossier, f"/{name}", message, mend, _cite(name))


def _cite(name: str) -> str:
    """The article that asks in so many words for the report of a property's change."""
    return "27" if name in NAMED_FIELDS else ""


def _find_last_touching(dossier: Dossier, name: str) -> Act | None:
    """The last act since the latest application that has changed a property."""
    last: Act | None = None
    for act in select_in_force(dossier.acts, dt.date.max):
        match act:
            # It states every property anew: what was changed before it explains nothing any more.
            case Application():
                last = None
            case Change() if any(each.field == name for each in act.changes):
                last = act
            case Transfer() if name in MOVED_BY_ACT:
                last = act
            case Correction() if f"{act.pointer}/".startswith(f"/filing/{name}/"):
                last = act
    return last


def _find_act(dossier: Dossier, name: str) -> Act | None:
    """The act after which a property of institution.yml is to be written anew."""
    origin = find_origin(dossier, name)
    return _find_last_touching(dossier, name) or (origin.act if origin else None)


def _mend(dossier: Dossier, schemas: Schemas, name: str) -> str:
    """The act to record where a property has changed, as the command that writes it."""
    if name in FIXED:
        return "这一项不随变更改动，改回原值"
    if name in MOVED_BY_ACT:
        return f"录入调整监督关系（registry new {dossier.id} transfer），或改回原值"
    act = suggest_change(schemas, dossier.id, name)
    if name == ChangeField.CREDIT_CODE:
        return f"转制换发代码的{act}，写明登记机关的文书；录错的以更正记录改正；否则改回原值"
    listed = "；在名单中再次申请增加的，公布名单之日起才计入" if name in WIDENED else ""
    return f"{act}，或改回原值{listed}"


@rule("", "变更前后相符", basis="form")
def change_matches_before(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """变更前的内容等于变更之前的情况，变更后与变更前不同。调整监督关系同样适用。"""
    for act in select_in_force(dossier.acts, dt.date.max):
        if isinstance(act, Change | Transfer) and (current := fold_before(dossier, act)):
            if isinstance(act, Change):
                yield from _change_matches(act, current, schemas)
            else:
                yield from _transfer_matches(act, current)


@rule("", "一个项目写一次", basis="form")
def change_fields_once(change: Change) -> Iterator[Fault]:
    """一份变更中，一个项目只写一次：写了两次的，看不出变更以后是哪一个。"""
    first: dict[str, int] = {}
    for i, edit in enumerate(change.changes):
        if first.setdefault(edit.field, i) != i:
            message = f"这个项目在第 {first[edit.field] + 1} 项已经写过"
            mend = "合成一项，写最后的内容；不是同一天生效的，另录一份变更"
            yield fault(change, f"/changes/{i}/field", message, mend)


@rule("", "变更内容的写法", basis="form", yields_to=("change-matches-before", "no-personal-numbers"))
def change_fits_field(change: Change, register: Register, schemas: Schemas) -> Iterator[Fault]:
    """变更前后的内容符合该项目在机构情况中的写法。没有的填 null（就是“没有”），必填的项目不能是 null。

    照原样录入的旧名单中的机构，变更前未载明的也填 null。
    """
    required = schemas.list_filed()
    dossier = register.find_dossier(change.path)
    may_be_unknown = bool(dossier and is_carried_over(dossier))
    for i, edit in enumerate(change.changes):
        for name, words, value in (("before", "变更前", edit.before), ("after", "变更后", edit.after)):
            if value is None and (edit.field not in required or (may_be_unknown and name == "before")):
                continue
            for error in explain_property(schemas, "institution", edit.field, make_plain(value), change.path):
                place = f"/changes/{i}/{name}{error.pointer.removeprefix(f'/{edit.field}')}"
                message, meant = f"{words}的{error.message}", _find_meant(schemas, edit.field, value)
                yield fault(change, place, message, error.hint, error.on_key)._replace(meant=meant)


def _find_meant(schemas: Schemas, field: str, value: JsonValue) -> str:
    """The text that can only have been meant by one that its field refuses; mostly nothing."""
    for text in list_meant(value, value) if isinstance(value, str) else ():
        if isinstance(text, str) and not explain_property(schemas, "institution", field, text, ""):
            return text
    return ""


def _change_matches(act: Change, current: Fields, schemas: Schemas) -> Iterator[Fault]:
    """The rows of a change that do not begin with what there was, or change nothing."""
    for i, edit in enumerate(act.changes):
        before, written = current.get(edit.field), state_value(edit.field, edit.before)
        if written != before:
            message = _compare(schemas, edit.field, ("变更前写的是", written), ("此前的情况是", before))
            again = state_value(edit.field, edit.after) == before
            twice = "变更后的内容此前已经是这样：重复录入的，没有合并的删去这一份；" if again else ""
            mend = f"{twice}照变更之前的情况填写，或核对项目；{suggest_repair(act.path)}"
            yield fault(act, f"/changes/{i}/before", message, mend)
        elif state_value(edit.field, edit.after) == before:
            same = "" if isinstance(before, dict | list) else f"，都是{quote_value(before)}"
            message = f"变更后与变更前相同{same}"
            yield fault(act, f"/changes/{i}/after", message, "核对变更后的内容")


def _transfer_matches(act: Transfer, current: Fields) -> Iterator[Fault]:
    for name, written in (("area", act.from_area), ("system", act.from_system)):
        if written != current[name]:
            message = f"调整前写的是{quote_value(written)}，此前的情况是{quote_value(current[name])}"
            yield fault(act, f"/from_{name}", message, "照调整之前的情况填写，或核对项目")
    if (act.from_area, act.from_system) == (act.to_area, act.to_system):
        yield fault(act, "", "调整前后的地区和系统都相同", "核对调整的内容")


@rule("", "转制写明登记机关的文书", basis="form")
def conversion_names_its_paper(change: Change) -> Iterator[Fault]:
    """换发统一社会信用代码的变更（转制），写明登记机关的文书。

    登记册依据代码认定是哪一家机构，换成另一个代码要有依据。原代码仍可查到，不得再次报备的限制也仍在本档案。
    """
    for i, edit in enumerate(change.changes):
        if edit.field == ChangeField.CREDIT_CODE and edit.before and edit.after and not change.document:
            message = f"代码由{quote_value(edit.before)}换成{quote_value(edit.after)}，没有写明登记机关的文书"
            mend = "填写 document：登记机关准予变更登记（转制）的文书"
            yield fault(change, f"/changes/{i}/after", message, mend)


@rule("27", "变更报市人社局", "warning", reads=("change_receiver_office", "change_fields"))
def change_reported_to_office(change: Change, register: Register) -> Iterator[Fault]:
    """变更报市人社局承办处室。报给别的机关或处室的，变更照记，报备不计入，仍待报市人社局。

    不在须报备项目中的变更（如师资、图书），不作要求。办法没有点名、登记册列入的项目，提醒中写明。
    """
    dossier = register.find_dossier(change.path)
    if dossier and not must_be_reported(dossier, change):
        return
    ours = "；这一项须报备是登记册的理解" if dossier and is_reported_by_reading(dossier, change) else ""
    regulation = register.tables.find_regulation(change.date)
    name, city = register.tables.get_name, register.tables.find_city_bureau(change.date)
    if change.authority != city:
        message = f"受理机关是{name(change.authority)}，应为{name(city)}；报备不计入{ours}"
        yield fault(change, "/authority", message, f"报市人社局后填写 {city}")
    office = regulation.parameters.change_receiver_office
    # None: the city's regulation names no office within the bureau.
    if office not in (None, change.office):
        message = f"受理处室是“{change.office}”，应为“{office}”；报备不计入{ours}"
        yield fault(change, "/office", message, "核对受理处室")


@rule("27", "及时报备变更", "info", basis="target", reads=("change_target_days", "change_fields"))
def change_reported_in_time(change: Change, register: Register) -> Iterator[Fault]:
    """变更在目标天数内报备。办法没有写明天数（如只说“及时”）的，天数是目标。

    自变更之日起计算；名称、法定代表人和信用代码的变更所依据的登记文书更早的，自文书成文之日起计算。
    不在须报备项目中的变更（如师资、图书），不作要求。
    """
    dossier = register.find_dossier(change.path)
    if dossier and not must_be_reported(dossier, change):
        return
    target = register.tables.find_regulation(change.date).parameters.change_target_days
    days, mend = (change.reported_on - change.date).days, "如实记录即可"
    fact, paper = f"变更后 {days} 天报备", change.document
    # Registered it has changed, whatever day the act names.
    if paper and paper.date < change.date and any(each.field in REGISTERED for each in change.changes):
        days = (change.reported_on - paper.date).days
        fact = f"登记文书 {paper.date} 成文，{days} 天后报备"
        mend = "核对变更的日期和文书，录错的改正；无误的如实记录即可"
    if target and days > target:
        yield fault(change, "/reported_on", f"{fact}，目标为 {target} 天内", mend)


@rule(
    "27",
    "变更未见公布",
    "info",
    basis="target",
    scope="clock",
    reads=("publication_target_days", "change_fields"),
)
def change_unpublished(dossier: Dossier, day: dt.date) -> Iterator[Fault]:
    """报备了的变更，过了公布的目标日期还没有公布日期。"""
    # By the duties, which know what is to be published, and by when: pages and this rule then never differ.
    for duty in derive_duties(dossier, day):
        if duty.overdue and duty.code == "publish-change":
            change = next(act for act in dossier.get_acts(Change) if act.path == duty.source)
            message = f"变更于 {change.reported_on} 报备，目标是不晚于 {duty.due} 公布，未见公布日期"
            yield fault(change, "", message, "已经公布的补填 published_on；没有公布的请尽快公布")


@rule("", "再次申请与原档案一致", basis="form", reads=("change_fields",))
def new_application_states_current_filing(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """再次申请时，编号和代码与原档案一致；仍在名单中的，须报备的项目也一致，增加的领域和教学方式除外。

    在名单中而有变化的，先录入变更，再申请。增加领域或者远程教学，可以在申请中写明，由评审组评审。
    """
    for application in dossier.get_acts(Application):
        before = subtract_day(application.date)
        current = fold_before(dossier, application)
        if current is None:
            continue
        written = state_properties(application.filing)
        names = {*SAME_INSTITUTION}
        # Off the list it may have changed without a record of it: only who it is must be the same.
        if is_listed(dossier, before):
            names |= {"area", *list_reported_fields(dossier, application.date)} - WIDENED
        for name in FOLDED:
            if name in names and written[name] != current[name]:
                message = _compare(
                    schemas, name, ("申请中写的是", written[name]), ("当时的情况是", current[name])
                )
                mend = _mend(dossier, schemas, name)
                yield fault(application, f"/filing/{name}", message, mend, article=_cite(name))
