"""Ready-made questions to an archive."""

from mouvement.engine.erreurs import DossierInutilisable, ErreurMouvement
from mouvement.io.tables_campagne import CANDIDATS
from mouvement.io.vocabulaire import NIVEAUX
from mouvement.scenarios.archive.base import Base, Reponse

BARRES = """
SELECT academie, annee, resultat, discipline, etape, capacite, entrants, etat,
    CASE WHEN etat <> 'FERMEE' THEN barre END AS barre
FROM barres
WHERE niveau = $niveau AND ($code IS NULL OR code = $code)
    AND ($discipline IS NULL OR discipline = $discipline)
ORDER BY academie, discipline, annee, resultat, code, etape
"""
SATISFACTION = """
WITH premiers AS (
    -- A candidat's first vœu may not be of rang 1.
    SELECT resultat, candidat, min(rang) AS premier FROM audit GROUP BY ALL
),
places AS (
    SELECT *, {groupe} AS groupe
    FROM affectations LEFT JOIN premiers USING (resultat, candidat) {source}
)
SELECT academie, annee, resultat, groupe AS {nom}, count(*) AS participants,
    count(*) FILTER (rang = premier) AS voeu_1,
    round(100 * count(*) FILTER (rang = premier) / count(*), 1) AS voeu_1_pour_cent,
    count(rang) AS satisfaits,
    round(100 * count(rang) / count(*), 1) AS satisfaits_pour_cent,
    count(*) FILTER (decision = 'MUTE') AS mutes,
    count(*) FILTER (decision = 'MAINTENU') AS maintenus,
    count(*) FILTER (decision = 'EXTENSION') AS extensions,
    count(*) FILTER (decision = 'NON_AFFECTE') AS non_affectes
FROM places
GROUP BY academie, annee, resultat, groupe
ORDER BY academie, groupe, annee, resultat
"""
PAR = {
    "discipline": SATISFACTION.format(groupe="discipline", source="", nom="discipline"),
    "corps": SATISFACTION.format(
        groupe="coalesce(corps, 'inconnu')",
        source="LEFT JOIN (SELECT resultat, candidat, corps FROM candidats) "
        "USING (resultat, candidat)",
        nom="corps",
    ),
}
"""How the satisfaction may be divided."""


def barres(base: Base, zone: str, discipline: str | None) -> Reponse:
    """Return the barres of a zone, ``TYPE:code`` (``ACA`` alone: any académie), over the years.

    Raises
    ------
    ErreurMouvement : no barre is published for such a zone.
    """
    niveau, _, code = zone.partition(":")
    if niveau not in NIVEAUX or (not code and niveau != "ACA"):
        raise ErreurMouvement(
            f"« {zone} » n'est pas une zone à barre. Écrire TYPE:code, ainsi COM:45234 ; types : "
            f"{', '.join(NIVEAUX)} (ACA : l'académie, sans code)."
        )
    valeurs = {"niveau": niveau, "code": code or None, "discipline": discipline}
    return base.interroger(BARRES, valeurs)


def satisfaction(base: Base, par: str) -> Reponse:
    """Return what candidats got, by year and by ``PAR``.

    Raises
    ------
    DossierInutilisable : nobody's corps is known.
    """
    if par == "corps" and not any(CANDIDATS.nom in a.fichiers for a in base.archives):
        raise DossierInutilisable(
            "Le corps est dans les campagnes, et cette archive n'en contient aucune que ses "
            "manifestes nomment et qui soit inchangée : ranger chaque campagne dans l'archive, à "
            "côté de son résultat."
        )
    return base.interroger(PAR[par])
