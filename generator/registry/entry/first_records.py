"""Records that need no dossier: a batch, a calendar of working days, a new institution's application."""

from __future__ import annotations

import datetime as dt

from ..finding import format_chinese_number
from ..json_data import Fields
from ..model.register import Register
from ..records.form import Prefill, describe_choices
from ..records.schemas import Schemas
from .listing import list_open_batches
from .named import find_area
from .new_files import NewFile, NewFiles, NewRecord
from .request import RecordRequest, UnknownNameError, check_value, suggest_first_command
from .set_fields import write_new

CARRIED_OVER = "carried_over"

HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


def make_batch(new: NewRecord) -> NewFiles:
    """The file of a batch, whose id is asked for."""
    id_ = new.asked.id
    check_value(new.schemas, "batch", "id", id_)
    path = new.find_path(id=id_)
    year, _, number = id_.partition("-")
    values: Fields = {"id": id_, "title": f"{year}年第{format_chinese_number(int(number))}批"}
    if CARRIED_OVER in new.asked.rare:
        values |= {CARRIED_OVER: True, "title": f"{year}年名单"}
    return NewFiles([NewFile(path, *write_new(new, Prefill(values)))], [])


def make_calendar(new: NewRecord) -> NewFiles:
    """The file of a year's working days; the year is asked for."""
    if not new.asked.id.isdecimal():
        raise UnknownNameError(f"工作日历写年份，如 registry new {new.asked.day.year + 1} calendar")
    year = int(new.asked.id)
    check_value(new.schemas, "calendar", "year", year)
    path = new.find_path(year=str(year))
    prefill = Prefill({"year": year, "days_off": [{"name": each} for each in HOLIDAYS]})
    prefill.notes["/days_off"] = "每个节日一项；几个节日连着放的合成一项，多出的删去。"
    return NewFiles([NewFile(path, *write_new(new, prefill))], [])


def make_listed_institution(new: NewRecord) -> NewFiles:
    """The only file of an institution on a list that is carried over: its name is enough.

    Without an area it stands under the city's own.
    """
    tables = new.register.tables
    # Without a regulation check_institution refuses, and says why.
    own = tables.find_regulation(new.asked.day).city_area if tables.complete else ""
    asked = new.asked._replace(area=new.asked.area or own)
    asked = check_institution(asked, new.register, new.schemas)
    path = new.find_path(area=asked.area, id=asked.id)
    form = write_new(new, Prefill({"id": asked.id, "area": asked.area}))
    then = (
        f"名单上没有的不填；把 {asked.id} 写进照原样录入的旧名单"
        f"（registry new 年-序号 batch --with {CARRIED_OVER}）。"
        f"新申请的机构不用这份表：{suggest_first_command(asked.id)}"
    )
    return NewFiles([NewFile(path, *form)], [then])


def make_institution(new: NewRecord) -> NewFiles:
    """The application of an institution without a dossier, from which its institution.yml follows."""
    asked, tables = check_institution(new.asked, new.register, new.schemas), new.register.tables
    systems = new.schemas.resolve_path("institution", ["management_systems", 0, "kind"])[-1]
    filing = {
        "id": asked.id,
        "area": asked.area,
        "management_systems": [{"kind": each} for each in systems["x-names"]],
    }
    prefill = Prefill(values={"date": str(asked.day), "filing": filing})
    supervisors = tables.list_hrss_side(asked.area, asked.day)
    prefill.fill_or_note("authority", {each: tables.get_name(each) for each in sorted(supervisors)})
    note_open_batches(prefill, new.register, asked.day)
    named = tables.system_names
    prefill.notes["/filing/system"] = describe_choices(named)
    path = new.find_path(area=asked.area, id=asked.id, date=str(asked.day))
    form = write_new(new, prefill)
    return NewFiles([NewFile(path, *form)], ["编号一经使用不再改变"])


def check_institution(asked: RecordRequest, register: Register, schemas: Schemas) -> RecordRequest:
    """The request of a new institution, with the id of the area that is meant.

    Raises UnknownNameError where no institution can have the id, or no area is meant.
    """
    if asked.id in register.known_ids["institution"]:
        raise UnknownNameError(f"机构 {asked.id} 已有档案；它再次申请不写 --area，别的机构用别的编号")
    check_value(schemas, "institution", "id", asked.id)
    tables = register.tables
    if not tables.complete:
        raise UnknownNameError("登记册的地区表或办法参数有错误，先运行 registry check 改正")
    return asked._replace(area=find_area(asked.area, register, asked.day))


def note_open_batches(prefill: Prefill, register: Register, day: dt.date) -> None:
    """Fill in the batch that takes applications on a day, or note which do."""
    batches = {
        batch.id: f"{batch.title}，{window.from_} 至 {window.to}"
        for batch, window in list_open_batches(register, day)
    }
    prefill.fill_or_note("batch", batches)
    if not batches:
        prefill.notes["/batch"] = f"{day} 没有在申请时段内的批次；新的批次：registry new 年-序号 batch。"
