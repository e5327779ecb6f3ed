"""What each candidat asked for, read from the audit: the same words whatever the rule set did."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from mouvement.engine.resultat import Resultat

AUTRES = ("MAINTIEN", "EXTENSION", "DECISION")
"""Origins of the lines that are no vœu of the candidat."""
APRES_VOEUX = ("MAINTIEN", "EXTENSION", "ANNUEL", "RIEN")
"""What a candidat may get beside his vœux, from the best: all of it after any vœu."""


@dataclass(frozen=True)
class Listes:
    """The audit of a result, its lines gathered by what the candidat asked for.

    A rule may split a vœu (the same type of établissement, then any; one line for each
    département; a pair's fall-back): its lines share the ``voeu`` that he wrote. That is the key of
    a wish, which both results have in common; its rang may differ.
    """

    resultat: Resultat

    @cached_property
    def audit(self) -> pd.DataFrame:
        """The audit and ``voeu``: ``COM:45234``, or ``EXTENSION DPT:45`` for what is no vœu."""
        audit = self.resultat.audit
        audit = audit.assign(**{nom: audit[nom].astype("str") for nom in ("candidat", "zone")})
        audit = audit.assign(origine=audit["origine"].astype("str"))
        hors = audit["origine"].isin(AUTRES) | audit["rang"].isna()
        voeux = _ecrits(audit[~hors])
        return audit.assign(voeu=(audit["origine"] + " " + audit["zone"]).where(hors, voeux))

    @cached_property
    def accordes(self) -> pd.DataFrame:
        """(candidats placed,) by candidat, the line of the audit granted to each."""
        affectations = self.resultat.affectations[["candidat", "ordre", "etape"]]
        cles = affectations.astype({"candidat": "str", "etape": "str"})
        complement = self.audit["etape"].astype("str") == "COMPLEMENT"
        # The complementary stage numbers its contracts apart.
        du_complement = (cles["etape"] == "COMPLEMENT").rename("complement")
        cles = cles.drop(columns="etape").assign(complement=du_complement)
        lignes = self.audit.assign(complement=complement).dropna(subset="ordre")
        faits = cles.dropna(subset="ordre").merge(lignes, on=["candidat", "ordre", "complement"])
        return faits.drop_duplicates("candidat").set_index("candidat")

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """Place of each vœu in its author's list, from 0, by ``(candidat, voeu)``."""
        voeux = self.voeux
        numeros = voeux.groupby("candidat").cumcount()
        cles = zip(voeux["candidat"].tolist(), voeux["voeu"].tolist(), strict=True)
        return dict(zip(cles, numeros.tolist(), strict=True))

    @cached_property
    def voeux(self) -> pd.DataFrame:
        """Return ``candidat, voeu, rang``, one line for each vœu written."""
        voeux = self.audit[self.audit["rang"].notna() & ~self.audit["origine"].isin(AUTRES)]
        voeux = voeux.sort_values(["candidat", "rang"], kind="stable")
        return voeux.drop_duplicates(["candidat", "voeu"])[["candidat", "voeu", "rang"]]

    @cached_property
    def points(self) -> pd.DataFrame:
        """Return ``candidat, voeu, element, points``, for the vœux written."""
        baremes = self.resultat.baremes[["candidat", "rang", "element", "points"]]
        baremes = baremes.astype({"candidat": "str", "element": "str", "rang": "Int64"})
        siens = baremes.merge(self.voeux, on=["candidat", "rang"])
        return siens.groupby(["candidat", "voeu", "element"])["points"].sum().reset_index()

    @cached_property
    def premiers(self) -> "pd.Series[int]":
        """First rang of each candidat, which may not be 1."""
        rangs: pd.Series[int] = self.audit.groupby("candidat")["rang"].min()
        return rangs


def _ecrits(voeux: pd.DataFrame) -> "pd.Series[str]":
    """Return (lines,) the vœu as its author wrote it, from all the lines of its rang."""
    cle = [voeux["candidat"], voeux["rang"]]
    entier = voeux["zone"].str.partition(";")[0]
    repli = voeux["zone"].str.contains("paire=", regex=False)
    lieu, _, types = (entier.str.partition("/")[part] for part in range(3))
    de_groupe = lieu.str.startswith("GROUPE:")
    types = types.mask(de_groupe, "")
    # Of the lines of a rang, the widest: not a fall-back, any type before some, many before few.
    nombre = types.str.count(",").add(1).mask(types == "", 99)
    ordre = pd.DataFrame({"repli": repli, "nombre": -nombre, "lieu": lieu, "types": types})
    ordre = ordre.assign(candidat=voeux["candidat"], rang=voeux["rang"])
    larges = ordre.sort_values(["candidat", "rang", "repli", "nombre", "lieu", "types"])
    larges = larges.drop_duplicates(["candidat", "rang"])
    distincts = lieu.where(~repli).groupby(cle).nunique().rename("lieux").reset_index()
    larges = larges.merge(distincts, on=["candidat", "rang"])
    scinde = larges["lieux"] > 1
    ecrit = larges["lieu"] + ("/" + larges["types"]).where(larges["types"] != "", "")
    for part, tout in (("DPT:", "ACA"), ("ZRD:", "ZRA")):
        ecrit = ecrit.mask(scinde & larges["lieu"].str.startswith(part), tout)
    par_rang = pd.Series(
        ecrit.to_numpy(), index=pd.MultiIndex.from_frame(larges[["candidat", "rang"]])
    )
    cles = pd.MultiIndex.from_frame(voeux[["candidat", "rang"]])
    return pd.Series(par_rang.reindex(cles).to_numpy(), index=voeux.index, dtype="str")
