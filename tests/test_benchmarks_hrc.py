"""Markets where each poste ranks its own, against brute force; and the published formats."""

from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from places_naives import meilleure, petites_places

from mouvement.benchmarks.__main__ import cli
from mouvement.benchmarks.hrc import HrcRefused, read
from mouvement.benchmarks.places import Places, Union
from mouvement.solvers.couples import Status, solve_couples

GRAINES = range(600)

# Residents 1 to 3 alone, the couples (4, 5) and (6, 7); hospitals A and B.
COMPTES = """\
3
2
2
1: A B
2: B
3: A
4 5: A A, A B
6 7: B B
A: 3: 1 4 5 2 3
B: 2: 2 7 6 5 1
"""
EXPERIENCES = """\
7
2
2
5
1
2
false
3
3

4 A A
5 A B
6 B
7 B
1 A B
2 B
3 A

A 3 1 4 5 2 3
B 2 2 7 6 5 1
"""


def lieux(places: Places) -> tuple[int, list[int | None], Status]:
    """Refusals, poste of each candidate, status: by the couples' solver."""
    probleme = places.problem()
    issue = solve_couples(probleme)
    zones = probleme.market.zone
    ou = [
        None if contrat < 0 or zones[contrat] == len(places.capacity) else int(zones[contrat])
        for contrat in issue.outcome.granted.tolist()
    ]
    return issue.refusals, ou, issue.status


def ecrire(dossier: Path, texte: str) -> Path:
    fichier = dossier / "instance.txt"
    fichier.write_text(texte, encoding="utf-8")
    return fichier


def comptes(places: Places) -> str:
    """Write in the format of counts; residents are named from 100, hospitals from 1."""

    def noms(gens):
        return " ".join(str(100 + qui) for qui in gens)

    def hopitaux(postes):
        return " ".join(str(1 + poste) for poste in postes)

    membres = {m for union in places.unions for m in (union.first, union.second)}
    seuls = [qui for qui in range(len(places.lists)) if qui not in membres]
    lignes = [str(len(seuls)), str(len(places.unions)), str(len(places.capacity))]
    lignes += [f"{noms([qui])} {hopitaux(places.lists[qui])}" for qui in seuls]
    for union in places.unions:
        paires = " ".join(hopitaux(paire) for paire in union.pairs)
        lignes.append(f"{noms([union.first, union.second])} {paires}")
    for poste, ordre in enumerate(places.orders):
        lignes.append(f"{hopitaux([poste])} {places.capacity[poste]} {noms(ordre)}")
    return "\n".join(lignes)


def test_le_resultat_est_celui_de_l_enumeration():
    refuses = places_gardees = 0
    for graine in GRAINES:
        places = petites_places(Random(graine))
        refus, ou = meilleure(places)
        assert lieux(places) == (refus, list(ou), Status.OPTIMAL), graine
        refuses += refus > 0
        places_gardees += any(ou[qui] == poste for qui, poste in places.kept.items())
    assert refuses > 3
    assert places_gardees > 50


def test_une_instance_lue_donne_le_resultat_de_l_enumeration(tmp_path):
    refuses = 0
    for graine in range(200):
        places = petites_places(Random(graine), publiables=True)
        lue = read(ecrire(tmp_path, comptes(places)))
        refus, ou = meilleure(places)
        trouves, la, _ = lieux(lue.places)
        # Names tell who is who: singles are read first.
        par_nom = dict(zip(lue.residents, la, strict=True))
        assert trouves == refus, graine
        assert [par_nom[str(100 + qui)] for qui in range(len(ou))] == list(ou), graine
        refuses += refus > 0
    assert refuses > 3


def test_les_deux_formats_disent_la_meme_chose(tmp_path):
    lue = read(ecrire(tmp_path, COMPTES))
    assert lue == read(ecrire(tmp_path, EXPERIENCES))
    assert (lue.residents, lue.hospitals) == (tuple("1234567"), ("A", "B"))
    assert lue.places == Places(
        capacity=[3, 2],
        orders=[[0, 3, 4, 1, 2], [1, 6, 5, 4, 0]],
        lists=[[0, 1], [1], [0], [], [], [], []],
        unions=(Union(3, 4, ((0, 0), (0, 1))), Union(5, 6, ((1, 1),))),
    )
    # A takes 1, 4 and 5; B has 2, and so no room for both 6 and 7.
    assert lieux(lue.places) == (0, [0, 1, None, 0, 0, None, None], Status.OPTIMAL)


ENTIER = "un nombre entier est attendu, de 9 chiffres au plus"


@pytest.mark.parametrize(
    ("avant", "apres", "faute"),
    [
        ("2: B\n", "2: B C\n", "hôpital C : inconnu"),
        ("2 7 6 5 1", "2 7 8 5 1", "interne 8 : inconnu"),
        ("3: A\n", "2: A\n", "interne 2 : en double"),
        ("B: 2: 2", "A: 2: 2", "hôpital A : en double"),
        ("A A, A B", "A A, A", "ligne 7 : deux noms, puis des paires d'hôpitaux, attendus"),
        ("1 4 5 2 3", "1 (4 5) 2 3", "ligne 9 : ex æquo, un ordre strict est attendu"),
        ("A: 3: 1", "A: x: 1", f"ligne 9 : {ENTIER}"),
        ("3\n2\n2\n", "3\ndeux\n2\n", f"ligne 2 : {ENTIER}"),
        ("A: 3: 1", f"A: {'9' * 20}: 1", f"ligne 9 : {ENTIER}"),
        ("3\n2\n2\n", "3\n2\n3\n", "il manque des lignes"),
        ("3\n2\n2\n", "3\n2\n1\n", "ligne 10 : une ligne de trop"),
    ],
)
def test_un_fichier_faux_se_dit(tmp_path, avant, apres, faute):
    assert avant in COMPTES
    fichier = ecrire(tmp_path, COMPTES.replace(avant, apres, 1))
    with pytest.raises(HrcRefused) as refus:
        read(fichier)
    assert str(refus.value) == f"{fichier} : {faute}"


def test_les_listes_d_un_couple_ont_la_meme_longueur(tmp_path):
    fichier = ecrire(tmp_path, EXPERIENCES.replace("5 A B", "5 A"))
    with pytest.raises(HrcRefused, match="ligne 12 : autant d'hôpitaux qu'à la ligne d'avant"):
        read(fichier)


def test_la_commande_dit_ce_qu_elle_trouve(tmp_path):
    bon, faux = tmp_path / "bon.txt", tmp_path / "faux.txt"
    bon.write_text(COMPTES, encoding="utf-8")
    faux.write_text("3\n", encoding="utf-8")
    reponse = CliRunner().invoke(cli, ["hrc", str(bon)])
    assert reponse.exit_code == 0
    titres, ligne = reponse.stdout.splitlines()
    assert titres.split()[:7] == [
        *("fichier", "internes", "couples", "hôpitaux", "contrats", "placés", "refus"),
    ]
    # 3 residents alone have 4 contracts, 4 and 5 three, 6 and 7 two.
    assert ligne.split()[:8] == ["bon.txt", "7", "2", "2", "9", "4", "0", "0"]
    assert ligne.endswith("optimal, prouvé")
    reponse = CliRunner().invoke(cli, ["hrc", str(faux), str(bon)])
    assert reponse.exit_code == 3
    assert f"{faux} : il manque des lignes" in reponse.stderr
    assert "bon.txt" in reponse.stdout


def test_la_commande_dit_que_le_temps_a_manque(tmp_path):
    # Searched for: an instance whose refusal cannot be proven least without any time.
    for graine in range(200):
        places = petites_places(Random(graine), publiables=True)
        if meilleure(places)[0]:
            fichier = ecrire(tmp_path, comptes(places))
            reponse = CliRunner().invoke(cli, ["hrc", str(fichier), "--temps-max", "0"])
            if reponse.exit_code:
                break
    assert reponse.exit_code == 5
    assert reponse.stdout.splitlines()[1].endswith("preuve inachevée")
