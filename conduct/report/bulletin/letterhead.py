"""What the office must say on a document and the ledger does not know: ``[report]`` and ``[SECTOR.report]``."""

from __future__ import annotations

from conduct.core.base.frozen import frozen


@frozen
class Letterhead:
    """Each is empty where the office did not give it, and is then a visible gap where the form has a place for it.

    ``office`` is the 发文机关, ``number`` the 发文字号, ``title`` another title than the usual, ``to`` the 主送机关, ``opening``
    the first sentence, ``signatory`` who signs where it is not the office, ``date`` the 成文日期 (ISO), ``distribution`` the
    抄送, ``printing`` and ``printed`` by whom and when it is printed (印发), ``objections`` until when and where a unit may
    object, ``sealed`` whether a seal goes on it. ``template`` is the office's own .docx, ``fonts`` a folder of faces, both as
    absolute paths. ``pages`` is the address at which the office serves its pages, where anybody can check a code.
    """

    office: str = ""
    number: str = ""
    title: str = ""
    to: str = ""
    opening: str = ""
    signatory: str = ""
    date: str = ""
    distribution: str = ""
    printing: str = ""
    printed: str = ""
    objections: str = ""
    sealed: bool = True
    template: str = ""
    fonts: str = ""
    pages: str = ""
