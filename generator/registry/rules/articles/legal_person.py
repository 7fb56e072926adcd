"""Article 2: a training institution is a lawfully founded legal person."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.kinds import Institution, LegalForm
from ..credit_code import compute_check_character, compute_organisation_check_character
from ..rule import Fault, either, fault, rule

LEGAL_PERSONS = frozenset(
    {
        LegalForm.PUBLIC_INSTITUTION,
        LegalForm.STATE_ORGAN,
        LegalForm.SOCIAL_ORGANISATION,
        LegalForm.SOCIAL_SERVICE_BODY,
        LegalForm.FOUNDATION,
        LegalForm.COMPANY,
        LegalForm.OTHER_LEGAL_PERSON,
    }
)
SOLE_TRADER = "92"
# The first two characters of a code and the legal forms they can stand for; other prefixes say nothing here.
FORMS_OF_PREFIX = {
    "11": {LegalForm.STATE_ORGAN},
    "12": {LegalForm.PUBLIC_INSTITUTION},
    "51": {LegalForm.SOCIAL_ORGANISATION, LegalForm.BRANCH},
    "52": {LegalForm.SOCIAL_SERVICE_BODY, LegalForm.PARTNERSHIP, LegalForm.OTHER_ORGANISATION},
    "53": {LegalForm.FOUNDATION},
    "91": {LegalForm.COMPANY, LegalForm.PARTNERSHIP, LegalForm.SOLE_PROPRIETORSHIP, LegalForm.BRANCH},
    "93": {LegalForm.OTHER_LEGAL_PERSON},
}


@rule("", "信用代码校验位", basis="form")
def credit_code_digits(institution: Institution) -> Iterator[Fault]:
    """统一社会信用代码的两位校验码都正确。

    登记册依据代码认定是哪一个法人。第 18 位按 GB 32100-2015 计算，
    第 17 位按 GB 11714-1997 由第 9 至 16 位计算。登记册不替人改代码。
    """
    code = institution.credit_code
    wrong: list[str] = []
    if code is None:
        return
    if compute_organisation_check_character(code[8:16]) != code[16]:
        wrong.append("第 17 位（组织机构代码校验码）")
    if compute_check_character(code) != code[17]:
        wrong.append("第 18 位（校验码）")
    if wrong:
        message = f"统一社会信用代码“{code}”的{'和'.join(wrong)}与前面的字符不符"
        yield fault(institution, "/credit_code", message, "对照登记证书逐位核对；多半是抄错一位或两位颠倒")


@rule("2", "须为法人", condition=True)
def legal_person(institution: Institution) -> Iterator[Fault]:
    """报备的机构是依法成立的法人。

    个体工商户、合伙企业、个人独资企业、分支机构和其他非法人组织不能通过报备。代码以 92 开头的都是个体工商户。
    """
    mend = "由所属法人申请，或对照登记证书核对；确实不是法人的，评审不能通过，已在名单中的由市人社局决定"
    if institution.legal_form and institution.legal_form not in LEGAL_PERSONS:
        message = f"组织形式为“{institution.legal_form}”，不是法人；报备的机构应为法人"
        yield fault(institution, "/legal_form", message, mend)
    # This prefix alone decides: 91 and 52 stand for partnerships and branches as well.
    elif (institution.credit_code or "").startswith(SOLE_TRADER):
        message = f"代码以 92 开头，是个体工商户，不是法人；组织形式写的是“{institution.legal_form}”"
        yield fault(institution, "/credit_code", message, mend)


@rule("2", "代码与组织形式", "warning", basis="convention")
def code_fits_legal_form(institution: Institution) -> Iterator[Fault]:
    """统一社会信用代码的前两位与组织形式相称。

    如 12 为事业单位，52 为社会服务机构，91 为企业。其他开头不作判断。
    """
    prefix = (institution.credit_code or "")[:2]
    forms = FORMS_OF_PREFIX.get(prefix)
    if forms and institution.legal_form and institution.legal_form not in forms:
        message = f"代码以 {prefix} 开头，组织形式通常为{either(forms)}，写的是“{institution.legal_form}”"
        yield fault(institution, "/legal_form", message, "对照登记证书核对代码和组织形式")
