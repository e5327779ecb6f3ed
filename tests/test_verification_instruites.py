"""The verifier on instructed campaigns: every tampering is found, and every rule left unapplied."""

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from campagnes_mobiles import campagne_mobile
from comparaison import comparable
from falsifications import SPECS, autre, avec, cle_nommee, lignes, melanger, modifier, nomme
from petites_campagnes import campagne_aleatoire
from petites_instructions import instruction_aleatoire
from reference_naive import affecter_instruite_naif

from mouvement.engine.verification import Condition, verifier, verifier_dossier

LIBRES = {("audit", "detail"), ("audit", "libelle")}
LIBRES |= {("affectations", "libelle"), ("affectations", "libelle_actuel")}
AILLEURS = ("ameliorations", "complements")
"""Tables without a row here; other tests spoil them."""
CELLULES = [
    (nom, colonne.nom)
    for nom, spec in SPECS.items()
    for colonne in spec.colonnes
    if (nom, colonne.nom) not in LIBRES and nom not in AILLEURS
]
ANNULABLES = [(nom, colonne) for nom, colonne in CELLULES if SPECS[nom].colonne(colonne).nullable]


@cache
def cas(graine):
    """An instructed campaign, and its true result."""
    instruction = instruction_aleatoire(graine, campagne_aleatoire(graine))
    return instruction, affecter_instruite_naif(instruction)


def constater(instruction, resultat):
    return verifier(instruction.campagne, resultat, instruction)


@pytest.fixture(scope="module")
def complet():
    """A case with a row in every table, and all that an audit may tell."""
    for graine in range(400):
        instruction, juste = cas(graine)
        vus = {ligne["decision"] for ligne in lignes(juste, "affectations")}
        etats = {ligne["etat"] for ligne in lignes(juste, "barres")}
        if {"EXTENSION", "ANNUEL"} <= vus and "EXTENSION" in etats and len(juste.rejets):
            return instruction, juste
    raise LookupError("no such campaign")


def test_les_campagnes_tirees_sont_variees():
    vus = Counter()
    for graine in range(60):
        instruction, juste = cas(graine)
        vus.update(ligne["decision"] for ligne in lignes(juste, "affectations"))
        vus.update(f"origine {ligne['origine']}" for ligne in lignes(juste, "affectations"))
        vus.update(f"état {ligne['etat']}" for ligne in lignes(juste, "barres"))
        for ligne in lignes(juste, "audit"):
            vus[ligne["motif"]] += 1
            vus["restriction"] += ";" in ligne["zone"]
            vus["extension refusée"] += (
                ligne["origine"] == "EXTENSION" and ligne["motif"] == "BAREME_INSUFFISANT"
            )
        vus["scindés"] += int((instruction.campagne.voeux["sous_rang"] > 0).sum())
    for decision in SPECS["affectations"].colonne("decision").valeurs:
        assert vus[decision] > 5, decision
    for origine in {*SPECS["affectations"].colonne("origine").valeurs} - {"DECISION"}:
        assert vus[f"origine {origine}"] > 5, origine
    for etat in SPECS["barres"].colonne("etat").valeurs:
        assert vus[f"état {etat}"] > 5, etat
    for motif in {*SPECS["audit"].colonne("motif").valeurs} - {"REFUS_SIMULTANEE"}:
        assert vus[motif] > 5, motif
    assert min(vus[quoi] for quoi in ("restriction", "extension refusée", "scindés")) > 10


@pytest.mark.parametrize(("table", "colonne"), CELLULES)
def test_une_cellule_modifiee_se_voit(complet, table, colonne):
    instruction, juste = complet
    spec = SPECS[table].colonne(colonne)
    toutes = lignes(juste, table)
    for numero in {0, len(toutes) // 2, len(toutes) - 1}:
        avant = toutes[numero]
        faux = modifier(juste, table, numero, **{colonne: autre(spec, avant[colonne])})
        assert nomme(constater(instruction, faux), table, *cle_nommee(table, avant)), avant


@pytest.mark.parametrize(("table", "colonne"), ANNULABLES)
def test_une_cellule_effacee_se_voit(table, colonne):
    vus = 0
    for graine in range(20):
        instruction, juste = cas(graine)
        for numero, ligne in enumerate(lignes(juste, table)):
            if ligne[colonne] is not None and vus < 3:
                faux = modifier(juste, table, numero, **{colonne: None})
                assert nomme(constater(instruction, faux), table, *cle_nommee(table, ligne))
                vus += 1
    assert vus > 0


@pytest.mark.parametrize("table", [nom for nom in SPECS if nom not in AILLEURS])
def test_une_ligne_perdue_doublee_ou_ajoutee_se_voit(complet, table):
    instruction, juste = complet
    toutes = lignes(juste, table)
    for numero, ligne in list(enumerate(toutes))[::4]:
        cle = cle_nommee(table, ligne)
        perdue = avec(juste, table, toutes[:numero] + toutes[numero + 1 :])
        assert nomme(constater(instruction, perdue), table, *cle)
    doublee = avec(juste, table, [*toutes, toutes[0]])
    assert nomme(constater(instruction, doublee), table, *cle_nommee(table, toutes[0]))
    premiere = "candidat" if table == "priorites" else SPECS[table].cle[0]
    intrus = avec(juste, table, [*toutes, toutes[0] | {premiere: "INTRUS"}])
    assert nomme(constater(instruction, intrus), table, "INTRUS")


def test_la_note_des_regles_ouvre_le_detail():
    vus = Counter()
    for graine in range(6):
        instruction, juste = cas(graine)
        for numero, ligne in enumerate(lignes(juste, "audit")[:6]):
            suivi = modifier(juste, "audit", numero, detail=f"{ligne['detail']} ; placé autour")
            autre_texte = modifier(juste, "audit", numero, detail="vœu")
            tu = modifier(juste, "audit", numero, detail=None)
            assert constater(instruction, suivi) == []
            for faux in (autre_texte, tu):
                constats = constater(instruction, faux)
                assert [c.colonne for c in constats] == ["detail"] * (ligne["detail"] is not None)
            vus[ligne["detail"] is None] += 1
    assert min(vus[True], vus[False]) > 5


def voeux_changes(**valeurs):
    """Return a change of an instruction: other values in columns of its vœux."""

    def changer(instruction):
        voeux = instruction.campagne.voeux
        colonnes = {n: f(voeux) if callable(f) else f for n, f in valeurs.items()}
        campagne = replace(instruction.campagne, voeux=voeux.assign(**colonnes))
        return replace(instruction, campagne=campagne)

    return changer


def sans_extension(instruction):
    voeux = instruction.campagne.voeux
    restent = voeux[voeux["origine"] != "EXTENSION"].reset_index(drop=True)
    return replace(instruction, campagne=replace(instruction.campagne, voeux=restent))


OUBLIS = {
    "les classes": voeux_changes(classe=0),
    "les départages": voeux_changes(departage=0),
    "les restrictions": voeux_changes(restriction=None),
    "l'ordre": voeux_changes(place=lambda voeux: -voeux["place"]),
    "les parties": voeux_changes(sous_rang=lambda voeux: -voeux["sous_rang"]),
    "les affectations d'un an": voeux_changes(annuel=False),
    "les origines": voeux_changes(origine="VOEU"),
    "les points": voeux_changes(bareme=lambda voeux: voeux["bareme"] + 1),
    "l'extension": sans_extension,
    "les suppressions": lambda i: replace(i, supprimes=i.supprimes[:0]),
    "les éléments": lambda i: replace(i, baremes=i.baremes[1:]),
    "les rejets": lambda i: replace(i, rejets=i.rejets[1:]),
    "les signalements": lambda i: replace(i, signalements=i.signalements[1:]),
}
"""What a producer may leave out of an instruction, in every table that he writes."""


@pytest.mark.parametrize("oubli", OUBLIS)
def test_ce_qui_n_est_pas_applique_se_voit(oubli):
    """Whatever differs from the true result, though all tables agree, is found."""
    vus = 0
    for graine in range(16):
        instruction, juste = cas(graine)
        altere = OUBLIS[oubli](instruction)
        altere = replace(
            altere,
            campagne=replace(
                altere.campagne, voeux=altere.campagne.voeux.astype({"restriction": "str"})
            ),
        )
        fraude = affecter_instruite_naif(altere)
        if memes_tables(fraude, juste):
            continue
        assert constater(instruction, fraude) != [], f"graine {graine}"
        vus += 1
    assert vus > 4


def memes_tables(un, autre_):
    return all(
        comparable(getattr(un, nom), nom) == comparable(getattr(autre_, nom), nom) for nom in SPECS
    )


def test_des_elements_qui_ne_font_pas_le_bareme_se_voient():
    """Even when the instruction itself says so."""
    instruction, juste = cas(3)
    elements = instruction.baremes.assign(points=instruction.baremes["points"] + 1_000)
    fausse = replace(instruction, baremes=elements)
    constats = constater(fausse, replace(juste, baremes=elements))
    assert {constat.condition for constat in constats} == {Condition.BAREMES}
    assert any(constat.cle.endswith("rang 0") for constat in constats)


@pytest.mark.parametrize("graine", [55, 93, 98, 110])
def test_l_extension_amene_dans_un_marche_ferme(graine):
    """To say that she came by a vœu, or is not there, is found."""
    instruction = instruction_aleatoire(graine, campagne_mobile(graine))
    juste = affecter_instruite_naif(instruction)
    assert constater(instruction, juste) == []
    audit = lignes(juste, "audit")
    accords = {(ligne["candidat"], ligne["ordre"]): ligne["origine"] for ligne in audit}
    toutes = lignes(juste, "ameliorations")
    venus = [
        numero
        for numero, ligne in enumerate(toutes)
        if accords[ligne["candidat"], ligne["ordre_avant"]] == "EXTENSION"
    ]
    assert [toutes[numero]["role"] for numero in venus] == ["ENTRANT"] * max(len(venus), 1)
    for numero in venus:
        perdue = avec(juste, "ameliorations", toutes[:numero] + toutes[numero + 1 :])
        assert constater(instruction, perdue) != []


@pytest.mark.parametrize("graine", range(6))
def test_sans_la_campagne(graine):
    _, juste = cas(graine)
    assert verifier_dossier(juste) == []
    assert verifier_dossier(melanger(juste, graine)) == []


def test_sans_la_campagne_un_element_change_se_voit(complet):
    _, juste = complet
    for numero, ligne in enumerate(lignes(juste, "baremes")):
        faux = modifier(juste, "baremes", numero, points=ligne["points"] + 1)
        (constat,) = verifier_dossier(faux)
        assert nomme([constat], "baremes", ligne["candidat"], ligne["rang"])


def test_sans_la_campagne_deux_rangs_echanges_se_voient():
    """Save between contracts as strong: their départage is not in the tables."""
    vus = Counter()
    for graine in range(10):
        _, juste = cas(graine)
        toutes = lignes(juste, "priorites")
        audit = {(ligne["candidat"], ligne["ordre"]): ligne for ligne in lignes(juste, "audit")}
        for i, un in enumerate(toutes):
            for j, deux in enumerate(toutes[:i]):
                if un["discipline"] != deux["discipline"]:
                    continue
                faux = modifier(juste, "priorites", i, rang_priorite=deux["rang_priorite"])
                faux = modifier(faux, "priorites", j, rang_priorite=un["rang_priorite"])
                forces = [audit[ligne["candidat"], ligne["ordre"]] for ligne in (un, deux)]
                maintiens = {ligne["origine"] == "MAINTIEN" for ligne in forces}
                if len(maintiens) == 2:
                    assert verifier_dossier(faux) != []
                    vus["maintien"] += 1
                elif {ligne["origine"] for ligne in forces} == {"VOEU"}:
                    points = {ligne["bareme"] for ligne in forces}
                    assert len(points) == 1 or verifier_dossier(faux) != []
                    vus["points"] += 1
            if sum(vus.values()) > 400:
                break
    assert min(vus["maintien"], vus["points"]) > 20


def test_sans_la_campagne_un_contrat_perdu_ou_double_se_voit(complet):
    _, juste = complet
    toutes = lignes(juste, "priorites")
    cle = cle_nommee("priorites", toutes[3])
    perdu = avec(juste, "priorites", toutes[:3] + toutes[4:])
    assert nomme(verifier_dossier(perdu), "priorites", *cle)
    double = modifier(juste, "priorites", 3, rang_priorite=toutes[3]["rang_priorite"] + 1)
    assert verifier_dossier(double) != []
