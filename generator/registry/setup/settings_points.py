"""What of mkdocs.yml stands between a register and going live: example, licence, address, footer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ..rules.site_settings import LICENCE_FILE, has_example_licence_file, is_example_licence
from ..settings import get_address, is_example
from .open_point import OpenPoint, SetUp

# Hosts that are nobody's (RFC 2606), and those that only this machine has.
NOBODYS = re.compile(
    r"(^|\.)(example(\.(com|org|net|edu))?|test|invalid|localhost|local)$|^127\.|^0\.0\.0\.0$"
)
EMPTYING = "git rm -r --ignore-unmatch records/institutions records/batches records/repairs records/LICENSE"
ADDRESS = "mkdocs.yml 中写 site_url: 网站的地址，以 / 结尾"
FOOTER = {
    "sponsor": "主办单位",
    "site_code": "政府网站标识码",
    "icp": "ICP 备案号",
    "police": "公安备案号",
}


def find_unreadable_settings(given: SetUp) -> Iterator[OpenPoint]:
    """The settings cannot be read: nothing that rests on them can be said."""
    if given.unreadable:
        cost = "网站生成不了；地址、许可、页脚、审批这些设置里的事，改好以前看不出来"
        yield OpenPoint(given.unreadable, cost, "改好 mkdocs.yml 再运行 registry doctor")


def find_example(given: SetUp) -> Iterator[OpenPoint]:
    """The register is still an example."""
    if is_example(given.settings):
        ids = given.examined.register.known_ids
        there = f"{len(ids['institution'])} 家示例机构、{len(ids['batch'])} 个批次"
        cost = "每一页都写着“机构、代码、地址和事项均为虚构，请勿据以办事”，没有人能用"
        mend = f"{EMPTYING}；同一次改动里 mkdocs.yml 写 demo: false，删去 data_licence"
        yield OpenPoint(f"还是演示数据（extra.demo: true），有 {there}", cost, mend)


def find_example_licence(given: SetUp) -> Iterator[OpenPoint]:
    """Real data would be published under the example's licence."""
    if given.unreadable or is_example(given.settings):
        return
    if is_example_licence(given.settings):
        cost = "真实的登记被当作示例数据放弃一切权利，收不回来；检查不放行，网站生成不了"
        mend = "mkdocs.yml 中删去 extra.data_licence 一段，或者写上这些数据自己的许可"
        yield OpenPoint("extra.data_licence 还是示例数据的许可", cost, mend)
    if has_example_licence_file(given.settings, given.root):
        cost = "看到仓库的人会以为真实的登记也可以任意使用，这样的许可收不回来"
        yield OpenPoint(f"{LICENCE_FILE} 还是示例数据的许可（CC0）", cost, f"git rm {LICENCE_FILE}")


def find_no_licence(given: SetUp) -> Iterator[OpenPoint]:
    """Nothing is said of what others may do with the data; `data_licence: false` says that there is none."""
    licence = given.get_extra("data_licence")
    if not given.unreadable and not is_example(given.settings) and not licence and licence is not False:
        cost = "公众和别的系统不知道能不能使用这些数据；页面和下载文件不写许可"
        mend = (
            "由市人社局决定：mkdocs.yml 的 extra 中写 "
            "data_licence: {name: 简称, title: 名称, path: 全文地址}，决定不写的写 data_licence: false"
        )
        yield OpenPoint("没有写公开数据的许可", cost, mend)


def find_placeholder_address(given: SetUp) -> Iterator[OpenPoint]:
    """The address is nobody's."""
    address = get_address(given.settings)
    host = urlsplit(address).hostname or ""
    if address and (not host or NOBODYS.search(host)):
        cost = "登记情况单上的二维码、站点地图、数据文件里的地址都打不开"
        yield OpenPoint(f"网站地址 {address} 是占位的", cost, ADDRESS)


def find_no_address(given: SetUp) -> Iterator[OpenPoint]:
    """No address is known here; a forge may tell it when it publishes."""
    if not given.unreadable and not get_address(given.settings):
        cost = (
            "发布流程不能从托管网站得知地址的，登记情况单没有二维码，没有站点地图，数据文件里没有完整的地址"
        )
        yield OpenPoint("没有写网站的地址（site_url），要靠发布流程给出", cost, ADDRESS)


def find_no_contact(given: SetUp) -> Iterator[OpenPoint]:
    """Nobody is named to whom an error can be reported."""
    if not given.unreadable and not given.get_extra("footer", "contact"):
        cost = "页脚的“发现错误怎样反映”后面没有联系方式，公众和机构发现写错了不知道找谁"
        mend = 'mkdocs.yml 的 extra.footer 中写 contact: "处室和办公电话"，contact_link: "tel:电话"'
        yield OpenPoint("没有写反映错误的联系方式（extra.footer.contact）", cost, mend)


def find_footer_gaps(given: SetUp) -> Iterator[OpenPoint]:
    """What the foot of a government's site must name: 《政府网站发展指引》（国办发〔2017〕47号）.

    `false` says that something does not apply, as inside an intranet.
    """
    gaps = [each for each in FOOTER if given.get_extra("footer", each) in (None, "")]
    if gaps and not given.unreadable:
        fact = f"页脚没有{'、'.join(FOOTER[each] for each in gaps)}"
        cost = "页脚缺少《政府网站发展指引》（国办发〔2017〕47号）要求列明的内容"
        lines = "，".join(f'{each}: "{FOOTER[each]}"' for each in gaps)
        mend = f"mkdocs.yml 的 extra.footer 中写 {lines}；不适用的（如只在内网开通）写 false"
        yield OpenPoint(fact, cost, mend)
