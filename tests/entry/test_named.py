"""An institution by its name."""

import pytest

from registry.entry.named import find_area, find_id, find_system
from registry.entry.request import UnknownNameError
from registry.rules.checking import Examined
from tests import conftest
from tests.conftest import CITY, DAY, SECOND


@pytest.fixture(scope="module")
def examined() -> Examined:
    return conftest.examined(SECOND)


@pytest.mark.parametrize(
    ("word", "id_"),
    [
        ("演示林草与湿地技术培训有限公司", "yx-d2"),
        ("演示林草技能培训有限公司", "yx-d2"),  # its former name
        ("林草技能", "yx-d2"),
        ("林草", "yx-d2"),  # in both of its names
        ("anything", "anything"),  # an id, whether there is one or not
    ],
)
def test_a_name_or_a_part_of_one_is_enough(examined: Examined, word: str, id_: str) -> None:
    assert find_id(word, examined.register, DAY) == id_


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("湿地", "名称“湿地”可能是 yx-d2（演示林草与湿地技术培训有限公司）、yx-"),
        ("演示林草与显地技术培训有限公司", "，是否想写 演示林草与湿地技术培训有限公司？新机构先定一个编号"),
        (
            "别处大学",
            "没有名称是“别处大学”的机构，新机构先定一个编号，再录入申请：registry new 编号 application ",
        ),
    ],
)
def test_a_name_of_several_or_of_none_is_told(examined: Examined, word: str, said: str) -> None:
    with pytest.raises(UnknownNameError, match=said):
        find_id(word, examined.register, DAY)


@pytest.mark.parametrize("word", ["linzhou", "林洲区（虚构）", "林洲区", "林洲"])
def test_an_area_is_meant_by_its_id_or_the_beginning_of_its_name(examined: Examined, word: str) -> None:
    assert find_area(word, examined.register, DAY) == "linzhou"


@pytest.mark.parametrize("word", ["云", "州区", ""])
def test_an_area_that_is_none_or_several_is_told(examined: Examined, word: str) -> None:
    with pytest.raises(UnknownNameError, match="可填：ymz-city（云梦泽市本级（虚构））、linzhou（"):
        find_area(word, examined.register, DAY)


@pytest.mark.parametrize("word", ["health", "卫生健康", "卫生"])
def test_a_system_is_meant_by_its_id_or_a_part_of_its_name(word: str) -> None:
    assert find_system(word, conftest.examined(CITY).register.tables) == "health"


def test_a_system_that_is_none_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UnknownNameError, match="没有主管系统 卫健局，可填：health（卫生健康）"):
        find_system("卫健局", conftest.examined(CITY).register.tables)
