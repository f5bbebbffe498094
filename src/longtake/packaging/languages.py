"""Languages as the media header of an MP4 has them: three letters of ISO 639-2/T, five bits each."""

from __future__ import annotations

__all__ = ["packed_language"]

_UNDETERMINED = "und"
_TABLE = """
af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces cy:cym da:dan de:deu el:ell en:eng es:spa et:est
eu:eus fa:fas fi:fin fr:fra ga:gle gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat
kk:kaz km:khm kn:kan ko:kor lo:lao lt:lit lv:lav mk:mkd ml:mal mn:mon mr:mar ms:msa my:mya nb:nob ne:nep nl:nld nn:nno
no:nor pa:pan pl:pol pt:por ro:ron ru:rus si:sin sk:slk sl:slv sq:sqi sr:srp sv:swe sw:swa ta:tam te:tel th:tha tr:tur
uk:ukr ur:urd uz:uzb vi:vie zh:zho zu:zul
"""
_LETTERS = dict(pair.split(":") for pair in _TABLE.split())


def packed_language(language: str) -> int:
    """The code of a language in BCP 47, by its first part; that of `und` where it has no letters here."""
    primary = language.partition("-")[0].lower()
    letters = primary if len(primary) == 3 else _LETTERS.get(primary, _UNDETERMINED)
    first, second, third = (ord(letter) - 0x60 for letter in letters)
    return first << 10 | second << 5 | third
