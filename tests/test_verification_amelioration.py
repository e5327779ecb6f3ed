"""The improvement stage replayed: what an independent producer makes holds, no fraud does."""

from dataclasses import replace
from functools import cache
from itertools import combinations

import amelioration_naive
import pytest
from amelioration_naive import Amelioration, Ferme
from campagnes_mobiles import avec_amelioration, campagne_mobile
from falsifications import avec, lignes, melanger, modifier, nomme
from petites_ameliorations import commune_et_voisine, deux_tours, exemple_du_modele
from petites_campagnes import campagne_aleatoire
from reference_naive import affecter_naif, poursuivre, rediger, resoudre

from mouvement.engine.verification import Condition, verifier
from mouvement.engine.verification.constats import LIMITE
from mouvement.io.specification import Genre
from mouvement.io.tables_resultat import AMELIORATIONS

VARIEES = (53, 72, 81, 108, 165)
"""Campaigns that move agents at the levels of the groupement and the commune too."""


@cache
def honnete(graine):
    return poursuivre(resoudre(campagne_mobile(graine)))


def avec_echanges(graines):
    return [issue for issue in map(honnete, graines) if issue.suite.lignes]


def conditions(constats):
    return {constat.condition for constat in constats}


def cle_de(ligne):
    return [ligne[nom] for nom in AMELIORATIONS.cle]


def test_un_resultat_juste_ne_donne_aucun_constat():
    """Many of them do move people; the others must hold just as well."""
    vues = 0
    for graine in (*range(48), *VARIEES):
        issue = honnete(graine)
        assert verifier(issue.terrain.campagne, rediger(issue)) == [], f"graine {graine}"
        vues += len(issue.suite.lignes) > 0
    assert vues > 25


def test_les_campagnes_quelconques_tiennent_aussi():
    vues = 0
    for graine in range(16):
        petite = avec_amelioration(campagne_aleatoire(graine))
        resultat = affecter_naif(petite)
        assert verifier(petite, resultat) == [], f"graine {graine}"
        vues += len(resultat.ameliorations) > 0
    assert vues >= 3


def test_les_essais_touchent_tous_les_niveaux_et_tous_les_roles():
    toutes = [
        ligne for issue in avec_echanges((*range(20), *VARIEES)) for ligne in issue.suite.lignes
    ]
    assert {ligne["niveau"] for ligne in toutes} >= {"DPT", "GEO", "COM", "ZRD"}
    assert {ligne["role"] for ligne in toutes} == {"TITULAIRE", "ENTRANT"}
    assert any(ligne["bareme"] is None for ligne in toutes)


def test_l_exemple_du_modele():
    petite = exemple_du_modele()
    resultat = affecter_naif(petite)
    fin = {ligne["candidat"]: ligne for ligne in lignes(resultat, "affectations")}
    assert {nom: ligne["poste"] for nom, ligne in fin.items()} == {"T": "PA", "X": "PB", "Y": None}
    assert {n: ligne["etape"] for n, ligne in fin.items()} == {
        "T": "AMELIORATION",
        "X": "AMELIORATION",
        "Y": "GENERAL",
    }
    assert {ligne["niveau"] for ligne in lignes(resultat, "ameliorations")} == {"DPT"}
    assert verifier(petite, resultat) == []


def test_l_exemple_sans_l_echange_se_voit():
    petite = exemple_du_modele()
    constats = verifier(petite, rediger(sans_suite(resoudre(petite))))
    assert [str(constat) for constat in constats][:1] == [
        "ameliorations, tour 1, niveau COM, code 41018, discipline D, candidat T : sans léser "
        "personne dans cette zone, on pouvait donner à T son vœu 1 (POSTE:PA, 90,0 points)."
    ]
    assert conditions(constats) == {Condition.OPTIMUM}


def test_deux_tours():
    petite = deux_tours()
    resultat = affecter_naif(petite)
    toutes = lignes(resultat, "ameliorations")
    vus = {(ligne["tour"], ligne["niveau"], ligne["candidat"]) for ligne in toutes}
    assert vus == {(1, "COM", "T"), (1, "COM", "X"), (2, "DPT", "T"), (2, "DPT", "U")}
    fin = {ligne["candidat"]: ligne["poste"] for ligne in lignes(resultat, "affectations")}
    assert fin == {"T": "V1", "U": "PA", "X": "PB", "Y": None}
    assert verifier(petite, resultat) == []


def sans_suite(issue):
    return replace(issue, suite=Amelioration(issue.tenus, issue.places, []))


def test_sauter_toute_l_etape_se_voit():
    """Every table agrees; keeping everybody where he is breaks no barème."""
    issues = avec_echanges((*range(16), *VARIEES))
    assert len(issues) > 12
    for issue in issues:
        constats = verifier(issue.terrain.campagne, rediger(sans_suite(issue)))
        assert conditions(constats) == {Condition.OPTIMUM}


def test_s_arreter_avant_le_dernier_tour_se_voit():
    issue = poursuivre(resoudre(deux_tours()))
    premier = [ligne for ligne in issue.suite.lignes if ligne["tour"] == 1]
    tenus, places = dict(issue.tenus), dict(issue.places)
    for ligne in premier:
        nom = ligne["candidat"]
        places[nom] = ligne["poste_apres"]
        tenus[nom] = next(
            c for c in issue.contrats if (c.candidat, c.ordre) == (nom, ligne["ordre_apres"])
        )
    fraude = rediger(replace(issue, suite=Amelioration(tenus, places, premier)))
    constats = verifier(issue.terrain.campagne, fraude)
    assert conditions(constats) == {Condition.OPTIMUM}
    assert nomme(constats, "ameliorations", 2, "DPT", "41")
    assert "et à U son vœu 1" in constats[0].phrase or "et à T son vœu 1" in constats[0].phrase


@pytest.mark.parametrize("tour", [1, 2])
def test_un_tour_efface_de_la_table_se_voit(tour):
    petite = deux_tours()
    juste = affecter_naif(petite)
    restes = [ligne for ligne in lignes(juste, "ameliorations") if ligne["tour"] != tour]
    assert verifier(petite, avec(juste, "ameliorations", restes)) != []


REGLES = {
    "un entrant par vœu précis": (
        "role",
        lambda f, nom: f.role_juste(nom) or entrant_precis(f, nom),
    ),
    "sans les entrants": ("role", lambda f, nom: titulaire(f.role_juste(nom))),
    "sans les titulaires": ("role", lambda f, nom: entrant(f.role_juste(nom))),
    "un agent oublié": ("role", lambda f, nom: f.role_juste(nom) if nom != "C01" else None),
    "des vœux oubliés": ("meilleurs", lambda f, nom: f.meilleurs_justes(nom)[1:]),
    "les plus faibles d'abord": ("fermes", lambda f, nom: a_rebours(f, nom)),
}
"""Other rules for the closed market, each applied by the producer in every table."""


def entrant_precis(ferme, nom):
    return "ENTRANT" if ferme.actuels[nom] not in ferme.zone else None


def titulaire(role):
    return role if role == "TITULAIRE" else None


def entrant(role):
    return role if role == "ENTRANT" else None


def a_rebours(ferme, nom):
    *mieux, garantie = ferme.fermes_justes(nom)
    tous = len(ferme.siens) + 1
    return [*(replace(c, rang_priorite=tous - c.rang_priorite) for c in mieux), garantie]


@pytest.mark.parametrize("regle", REGLES)
def test_une_autre_regle_se_voit(regle, monkeypatch):
    """Whatever differs from the honest result, though all tables agree, is found."""
    issues = avec_echanges((*range(14), *VARIEES))
    nom, altere = REGLES[regle]
    suffixe = "_justes" if nom != "role" else "_juste"
    monkeypatch.setattr(Ferme, nom + suffixe, getattr(Ferme, nom), raising=False)
    monkeypatch.setattr(Ferme, nom, altere)
    vues = 0
    for issue in issues:
        fraude = poursuivre(issue)
        if memes_suites(fraude, issue):
            continue
        assert verifier(issue.terrain.campagne, rediger(fraude)) != []
        vues += 1
    assert vues > 2


def memes_suites(une, autre):
    """Tell whether two runs of the stage leave the same tables."""
    (a, b), cle = (une.suite, autre.suite), AMELIORATIONS.cle
    triees = [sorted(s.lignes, key=lambda x: [str(x[nom]) for nom in cle]) for s in (a, b)]
    return (a.tenus, a.places, triees[0]) == (b.tenus, b.places, triees[1])


def test_les_niveaux_dans_un_autre_ordre_se_voient(monkeypatch):
    issues = avec_echanges(range(24))
    monkeypatch.setattr(amelioration_naive, "NIVEAUX", ("ZRA", "ZRD", "COM", "GEO", "DPT"))
    fraudes = [(issue, poursuivre(issue)) for issue in issues]
    autres = [(i, f) for i, f in fraudes if not memes_suites(i, f)]
    assert len(autres) > 3
    for issue, fraude in autres:
        assert verifier(issue.terrain.campagne, rediger(fraude)) != []


def echanger(issue, un, autre):
    """Swap the seats in the end of two agents of one closed market, in every table."""
    places, derniere = dict(issue.suite.places), {}
    places[un], places[autre] = places[autre], places[un]
    for numero, ligne in enumerate(issue.suite.lignes):
        derniere[ligne["candidat"]] = numero
    toutes = [
        ligne | {"poste_apres": places[ligne["candidat"]]}
        if derniere[ligne["candidat"]] == numero
        else ligne
        for numero, ligne in enumerate(issue.suite.lignes)
    ]
    return replace(issue, suite=replace(issue.suite, places=places, lignes=toutes))


def test_deux_agents_echanges_dans_un_marche_ferme_se_voient():
    vues = 0
    for issue in avec_echanges(range(40)):
        noms = sorted({ligne["candidat"] for ligne in issue.suite.lignes})
        for un, autre in combinations(noms, 2):
            if issue.suite.places[un] != issue.suite.places[autre]:
                constats = verifier(issue.terrain.campagne, rediger(echanger(issue, un, autre)))
                assert constats
                assert {c.table for c in constats} <= {"ameliorations", "affectations"}
                vues += 1
    assert vues > 10


def test_deux_sieges_d_une_meme_zone_suivent_un_ordre():
    """X and Z both asked for the commune: only the order of the seats tells them apart."""
    petite = commune_et_voisine(
        {"PA": 2, "PB": 0},
        {
            "T": ("PB", [("POSTE", "PA", 90)]),
            "X": (None, [("COM", "41018", 300)]),
            "Z": (None, [("COM", "41018", 280)]),
            "Y": (None, [("COM", "41018", 250)]),
        },
    )
    issue = poursuivre(resoudre(petite))
    assert issue.suite.places == {"T": "PA", "X": "PA", "Z": "PB"}
    fraude = rediger(echanger(issue, "X", "Z"))
    constats = verifier(petite, fraude)
    assert [(c.condition, c.table, c.trouve, c.attendu) for c in constats] == [
        (Condition.SIEGES, "ameliorations", "PB", "PA")
    ]
    assert nomme(constats, "ameliorations", 1, "DPT", "41", "D", "X")
    guidee = replace(petite, options=replace(petite.options, guidage="indicatifs"))
    assert verifier(guidee, fraude) == []


def test_un_agent_qui_perd_son_rang_se_voit():
    issue = poursuivre(resoudre(deux_tours()))
    juste = rediger(issue)
    numero = [cle_de(ligne)[0::4] for ligne in lignes(juste, "ameliorations")].index([2, "T"])
    constats = verifier(deux_tours(), modifier(juste, "ameliorations", numero, ordre_apres=3))
    perdus = [c for c in constats if c.condition is Condition.GARANTIE]
    assert [str(c) for c in perdus] == [
        "ameliorations, tour 2, niveau DPT, code 41, discipline D, candidat T : son vœu 2 "
        "(POSTE:PA, 90,0 points) lui était acquis, et il ne lui reste que son maintien (POSTE:PB)."
    ]


def test_un_contrat_qui_n_est_pas_de_ce_marche_se_voit():
    """T's first vœu is in the other commune: no seat of this one serves it."""
    petite = deux_tours()
    juste = affecter_naif(petite)
    numero = [cle_de(ligne)[0::4] for ligne in lignes(juste, "ameliorations")].index([1, "T"])
    for ordre, regle, suite in (
        (1, Condition.ZONES, "son vœu 1 (POSTE:V1, 90,0 points) ne mène à aucun des sièges mis en "
        "commun ; il avait son maintien (POSTE:PB)."),
        (9, Condition.AMELIORATION, "ordre_apres n'est pas un de ses contrats ; il avait son "
        "maintien (POSTE:PB)."),
    ):  # fmt: skip
        constats = verifier(petite, modifier(juste, "ameliorations", numero, ordre_apres=ordre))
        phrase = (
            f"ameliorations, tour 1, niveau COM, code 41018, discipline D, candidat T : {suite}"
        )
        assert (regle, phrase) in {(c.condition, c.phrase) for c in constats}


def test_beaucoup_de_rangs_perdus_s_ecrivent_en_peu_de_lignes():
    """More agents than a list holds, all of one market, all told to take their second vœu."""
    deux = [("COM", "41018", 300), ("DPT", "41", 300)]
    gens = {f"X{i:02}": (None, deux) for i in range(22)}
    gens |= {"T": ("PB", [("POSTE", "PA", 90)]), "Y": (None, [("COM", "41018", 250)])}
    petite = commune_et_voisine({"PA": 22, "PB": 0}, gens)
    juste = affecter_naif(petite)
    toutes = [
        ligne | {"ordre_apres": 2 if ligne["candidat"] != "T" else 1}
        for ligne in lignes(juste, "ameliorations")
    ]
    assert len(toutes) == 23
    constats = verifier(petite, avec(juste, "ameliorations", toutes))
    perdus = [str(c) for c in constats if c.condition is Condition.GARANTIE]
    assert len(perdus) == LIMITE + 1
    assert perdus[-1].startswith("ameliorations : … et 2 autre(s) constat(s)")


@pytest.fixture(scope="module", params=["deux tours", VARIEES[0]])
def cas(request):
    petite = deux_tours() if request.param == "deux tours" else campagne_mobile(request.param)
    return petite, affecter_naif(petite)


def autre(colonne, valeur):
    if colonne.genre in (Genre.ENTIER, Genre.POINTS):
        return 7 if valeur is None else valeur + 1
    return next(v for v in (*colonne.valeurs, "X", "W") if v != valeur)


@pytest.mark.parametrize("colonne", AMELIORATIONS.noms)
def test_une_cellule_modifiee_se_voit(cas, colonne):
    petite, juste = cas
    spec = AMELIORATIONS.colonne(colonne)
    for numero, ligne in enumerate(lignes(juste, "ameliorations")):
        faux = modifier(juste, "ameliorations", numero, **{colonne: autre(spec, ligne[colonne])})
        constats = verifier(petite, faux)
        assert constats, ligne
        if not colonne.endswith("_avant"):  # What the first row had is what stage one gave.
            cles = (cle_de(ligne), cle_de(lignes(faux, "ameliorations")[numero]))
            assert any(nomme(constats, "ameliorations", *cle) for cle in cles), ligne


@pytest.mark.parametrize("colonne", ["bareme", "barre"])
def test_des_points_effaces_se_voient(cas, colonne):
    petite, juste = cas
    vus = 0
    for numero, ligne in enumerate(lignes(juste, "ameliorations")):
        if ligne[colonne] is not None:
            constats = verifier(petite, modifier(juste, "ameliorations", numero, **{colonne: None}))
            assert nomme(constats, "ameliorations", *cle_de(ligne))
            vus += 1
    assert vus > 0


def test_une_ligne_perdue_doublee_ou_ajoutee_se_voit(cas):
    petite, juste = cas
    toutes = lignes(juste, "ameliorations")
    for numero, ligne in enumerate(toutes):
        perdue = avec(juste, "ameliorations", toutes[:numero] + toutes[numero + 1 :])
        assert verifier(petite, perdue) != []
        doublee = avec(juste, "ameliorations", [*toutes, ligne])
        assert nomme(verifier(petite, doublee), "ameliorations", *cle_de(ligne))
        intrus = avec(juste, "ameliorations", [*toutes, ligne | {"candidat": "INTRUS"}])
        assert nomme(verifier(petite, intrus), "ameliorations", "INTRUS")


def test_un_vrai_candidat_glisse_dans_un_marche_ferme_se_voit(cas):
    petite, juste = cas
    toutes = lignes(juste, "ameliorations")
    dedans = {ligne["candidat"] for ligne in toutes}
    dehors = [
        ligne
        for ligne in lignes(juste, "affectations")
        if ligne["candidat"] not in dedans and ligne["poste"] is not None
    ]
    for ligne in dehors:
        reste = dict.fromkeys(("ordre_avant", "ordre_apres"), ligne["ordre"])
        reste |= dict.fromkeys(("poste_avant", "poste_apres"), ligne["poste"])
        intrus = toutes[0] | reste | {"candidat": ligne["candidat"], "bareme": ligne["bareme"]}
        (constat,) = verifier(petite, avec(juste, "ameliorations", [*toutes, intrus]))
        assert constat.phrase.endswith(": cette ligne ne devrait pas exister.")
        assert nomme([constat], "ameliorations", ligne["candidat"])
    assert len(dehors) + len(dedans) > 2


@pytest.mark.parametrize("etape", ["affectations", "audit"])
def test_l_etape_dit_qui_l_amelioration_a_change(cas, etape):
    petite, juste = cas
    toutes = lignes(juste, etape)
    assert {ligne["etape"] for ligne in toutes} == {"GENERAL", "AMELIORATION"}
    for numero, ligne in list(enumerate(toutes))[:15]:
        change = {"GENERAL": "AMELIORATION", "AMELIORATION": "GENERAL"}[ligne["etape"]]
        (constat,) = verifier(petite, modifier(juste, etape, numero, etape=change))
        assert (constat.table, constat.colonne) == (etape, "etape")


def test_l_ordre_des_lignes_ne_change_rien(cas):
    petite, juste = cas
    assert verifier(petite, melanger(juste, 1)) == []
    faux = modifier(juste, "ameliorations", 0, ordre_avant=99)
    constats = verifier(petite, faux)
    assert constats
    assert verifier(petite, melanger(faux, 2)) == constats


def test_sans_amelioration_la_table_est_vide(cas):
    petite, juste = cas
    sans = replace(petite, options=replace(petite.options, amelioration=False))
    vide = affecter_naif(sans)
    assert verifier(sans, vide) == []
    ligne = lignes(juste, "ameliorations")[0]
    (constat,) = verifier(sans, avec(vide, "ameliorations", [ligne]))
    assert nomme([constat], "ameliorations", *cle_de(ligne))


def test_une_colonne_absente_ou_illisible_se_dit(cas):
    petite, juste = cas
    for colonne in AMELIORATIONS.noms:
        frame = juste.ameliorations.drop(columns=colonne)
        constats = verifier(petite, replace(juste, ameliorations=frame))
        structure = [c for c in constats if c.condition is Condition.STRUCTURE]
        assert [(c.table, c.colonne) for c in structure] == [("ameliorations", colonne)]
