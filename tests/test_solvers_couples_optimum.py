"""The couples' solver against brute force over all couples' grants, on tiny random markets."""

from copy import deepcopy
from dataclasses import replace
from random import Random

import pytest
from petits_couples import meilleur, petit_probleme, resultats

from mouvement.solvers import certificate, seat
from mouvement.solvers.couples import (
    CouplesMarket,
    Status,
    Verdict,
    conflicts,
    cp_sat,
    refutation,
    solve,
    solve_couples,
)
from mouvement.solvers.couples.blocks import Blocks
from mouvement.solvers.couples.conflicts import Conflicts
from mouvement.solvers.couples.deadline import NO_DEADLINE, Deadline
from mouvement.solvers.couples.explanation import Explainer, Trail
from mouvement.solvers.couples.judge import Judge
from mouvement.solvers.couples.run import CouplesRun
from mouvement.solvers.couples.sandwich import Sandwich

GRAINES = range(1200)
PAQUETS = 6


def options(probleme, issue):
    return tuple(
        forme.dissolved if sort.dissolved else sort.pair
        for forme, sort in zip(probleme.couples, issue.fates, strict=True)
    )


def resultats_utiles(probleme):
    """Those where nobody is granted a pair that asks for no more than an earlier one."""
    for resultat in resultats(probleme):
        accords = zip(resultat[0], probleme.options, strict=True)
        if all(accord in utiles for accord, utiles in accords):
            yield resultat


def places_de(juge, accords):
    return tuple(
        juge.offers.options[place].index(accords[numero])
        for place, numero in enumerate(juge.couples)
    )


@pytest.mark.parametrize("paquet", range(PAQUETS))
def test_le_resultat_est_le_meilleur(paquet):
    for graine in GRAINES[paquet::PAQUETS]:
        probleme = petit_probleme(Random(graine))
        refus, accords, accordes = meilleur(probleme)
        issue = solve_couples(probleme)
        assert (issue.refusals, options(probleme, issue)) == (sum(refus), accords), graine
        assert issue.outcome.granted.tolist() == accordes, graine
        assert [sort.refused for sort in issue.fates] == refus, graine
        assert (issue.status, issue.gap) == (Status.OPTIMAL, 0), graine


def test_un_couple_sans_paire_n_a_pas_de_choix():
    """Each proposes his tail, once: what the two hold is not counted twice."""
    for graine in GRAINES[:250]:
        probleme = petit_probleme(Random(graine))
        premier, *autres = probleme.couples
        if not autres:
            continue
        debuts = probleme.market.candidate_ptr.tolist()
        tails = (debuts[premier.first], debuts[premier.second])
        couples = (replace(premier, pairs=(), tails=tails), *autres)
        probleme = CouplesMarket(probleme.market, couples)
        refus, accords, accordes = meilleur(probleme)
        issue = solve_couples(probleme)
        assert (issue.refusals, options(probleme, issue)) == (sum(refus), accords), graine
        assert issue.outcome.granted.tolist() == accordes, graine
        assert issue.status is Status.OPTIMAL, graine


def test_une_paire_redite_ne_change_rien_au_meilleur():
    """The same zones asked for again, with any ranks, and the very same pair again."""
    inutiles = refuses = 0
    for graine in GRAINES[:250]:
        alea, base = Random(graine), petit_probleme(Random(graine))
        zone, couples = base.market.zone.copy(), []
        for un in base.couples:
            paires = list(un.pairs)
            if len(paires) > 1:
                premiere, redite = sorted(alea.sample(range(len(paires)), 2))
                zone[list(paires[redite])] = zone[list(paires[premiere])]
                paires.insert(alea.randint(premiere + 1, len(paires)), paires[premiere])
            couples.append(replace(un, pairs=tuple(paires)))
        probleme = CouplesMarket(replace(base.market, zone=zone), tuple(couples))
        refus, accords, accordes = meilleur(probleme)
        issue = solve_couples(probleme)
        assert (issue.refusals, options(probleme, issue)) == (sum(refus), accords), graine
        assert issue.outcome.granted.tolist() == accordes, graine
        assert [sort.refused for sort in issue.fates] == refus, graine
        assert issue.status is Status.OPTIMAL, graine
        gardees = zip(couples, probleme.options, strict=True)
        inutiles += sum(len(un.pairs) + 1 - len(utiles) > 1 for un, utiles in gardees)
        refuses += any(refus)
    assert min(inutiles, refuses) > 5, (inutiles, refuses)


def test_les_refus_inevitables_ne_manquent_pas_aux_essais():
    refus = [sum(meilleur(petit_probleme(Random(graine)))[0]) for graine in GRAINES[:300]]
    assert refus.count(1) > 5
    assert max(refus) > 1


def test_la_propagation_ne_coupe_aucun_resultat():
    for graine in GRAINES[:250]:
        probleme = petit_probleme(Random(graine))
        tous = range(len(probleme.couples))
        blocs = Blocks(probleme)
        seuls = CouplesRun(probleme, blocs)
        connus = list(resultats_utiles(probleme))
        for refusables in (frozenset(), frozenset([graine % len(tous)]), frozenset(tous)):
            sandwich = Sandwich(probleme, blocs, seuls, refusables)
            for accords, _, refus in connus:
                if all(k in refusables for k in tous if refus[k]):
                    assert sandwich.possible, graine
                    assert all(accords[k] in sandwich.options[k] for k in tous), graine
            if sandwich.possible and not sandwich.undecided:
                assert any(
                    all(sandwich.options[k] == [accords[k]] for k in tous)
                    for accords, _, refus in connus
                ), graine


def test_la_propagation_decide_beaucoup():
    decides = 0
    for graine in GRAINES[:200]:
        probleme = petit_probleme(Random(graine))
        blocs = Blocks(probleme)
        decides += not Sandwich(probleme, blocs, CouplesRun(probleme, blocs)).undecided
    assert decides > 70


ETAT = ("free", "floor", "following", "held", "flow", "seated", "owner")


def test_ce_qui_est_suppose_se_defait():
    """Undone, a run is what it was, whatever was kept inside."""
    changes = 0
    for graine in GRAINES[:200]:
        alea, probleme = Random(graine), petit_probleme(Random(graine))
        blocs = Blocks(probleme)
        passage = CouplesRun(probleme, blocs)
        avant = {nom: deepcopy(getattr(passage, nom)) for nom in ETAT}
        pour_de_bon = passage.fork()
        bloc = alea.randrange(blocs.number)
        offres = [
            (numero, (alea.randrange(forme.dissolved + 1),))
            for numero, forme in enumerate(probleme.couples)
        ]
        with passage.supposing(bloc):
            for offre in offres:
                passage.save(bloc)
                passage.claim(bloc, [offre])
                if alea.random() < 0.5:
                    passage.keep()
                    pour_de_bon.claim(bloc, [offre])
                else:
                    passage.undo()
            assert passage.held == pour_de_bon.held, graine
            changes += passage.held != avant["held"]
        assert {nom: getattr(passage, nom) for nom in ETAT} == avant, graine
    assert changes > 50


def test_chaque_raison_est_vraie_de_tous_les_resultats():
    """A cut that a judge gives, or a step of the sandwich, rules out no true outcome."""
    raisons = 0
    for graine in GRAINES[:250]:
        probleme = petit_probleme(Random(graine))
        tous = range(len(probleme.couples))
        blocs = Blocks(probleme)
        seuls = CouplesRun(probleme, blocs)
        large = Sandwich(probleme, blocs, seuls, frozenset(tous))
        juge = Judge(large, large.undecided)
        etroit = Sandwich(probleme, blocs, seuls)
        retires = Trail(etroit, juge.offers).when
        coupes = Explainer(large, juge.offers, juge.reasons).explain(etroit, retires)
        assert {r for coupe in coupes for r in retraits(coupe)} >= retires.keys()
        alea = Random(graine)
        for _ in range(5):
            coupes += juge.judge([alea.randrange(taille) for taille in juge.sizes]).cuts
        raisons += len(coupes)
        for accords, _, refus in resultats_utiles(probleme):
            places = places_de(juge, accords)
            for coupe in coupes:
                if all(places[place] in permis for place, permis in coupe.grants.items()):
                    assert coupe.refused is not None, graine
                    assert refus[juge.couples[coupe.refused]], graine
    assert raisons > 500


def retraits(coupe):
    """What a cut may take out: the options of the couple that it is about."""
    return [(place, choisie) for place, permis in coupe.grants.items() for choisie in permis]


def test_les_conflits_comptent_les_refus():
    """How many, before any outcome is known; and nobody is refused whom they do not name."""
    refuses = 0
    for graine in GRAINES[:250]:
        probleme = petit_probleme(Random(graine))
        blocs = Blocks(probleme)
        seuls = CouplesRun(probleme, blocs)

        def sandwich(refusables, probleme=probleme, blocs=blocs, seuls=seuls):
            return Sandwich(probleme, blocs, seuls, frozenset(refusables))

        conflits = Conflicts(sandwich, sandwich(()), NO_DEADLINE)
        assert conflits.count()
        possibles = [refus for _, _, refus in resultats(probleme)]
        assert conflits.fewest == min(map(sum, possibles)), graine
        nommes = conflits.refusable()
        for refus in possibles:
            if sum(refus) == conflits.fewest:
                assert {n for n, oui in enumerate(refus) if oui} <= nommes, graine
        refuses += conflits.fewest
    assert refuses > 5


@pytest.fixture(scope="module")
def a_refus():
    """The markets where somebody must be refused."""
    tous = {graine: petit_probleme(Random(graine)) for graine in GRAINES[:500]}
    return {g: probleme for g, probleme in tous.items() if solve_couples(probleme).refusals}


def test_refuser_les_uns_puis_les_autres_mene_au_meilleur(a_refus, monkeypatch):
    """From the worst outcome there is; and where the search gives up at once."""
    monkeypatch.setattr(solve, "PATIENCE", -1)
    gagnes = 0
    for graine, probleme in a_refus.items():
        resolution = solve._Solve(probleme, NO_DEADLINE)
        conflits = Conflicts(resolution.propagate, resolution.propagate(()), NO_DEADLINE)
        assert conflits.refute()
        assert conflits.count()
        tous = [(sum(refus), accords) for accords, _, refus in resultats(probleme)]
        moindre, (nombre, pire) = min(tous)[0], max(tous)
        _, voulus, _ = meilleur(probleme)
        conflits.best = (nombre, places_de(conflits.judge, pire))
        assert conflits.one_by_one(resolution.refusing), graine
        assert conflits.best == (moindre, places_de(conflits.judge, voulus)), graine
        assert conflits.options == list(voulus), graine
        issue = solve_couples(probleme)
        assert issue.status is Status.OPTIMAL, graine
        assert options(probleme, issue) == voulus, graine
        gagnes += nombre > moindre
    assert gagnes > 10


def test_l_abandon_se_dit(a_refus, monkeypatch):
    """Giving up never says proven what is not."""
    monkeypatch.setattr(solve, "PATIENCE", -1)
    monkeypatch.setattr(conflicts, "TRIES", 0)
    inacheves = 0
    for graine, probleme in a_refus.items():
        issue = solve_couples(probleme)
        refus, accords, _ = meilleur(probleme)
        assert (issue.refusals, issue.gap) == (sum(refus), 0), graine
        if issue.status is Status.OPTIMAL:
            assert options(probleme, issue) == accords, graine
        inacheves += issue.status is Status.FEASIBLE
    assert inacheves > 0


@pytest.mark.parametrize("ameliore", [True, False])
def test_une_resolution_qui_renonce_ne_prouve_rien(a_refus, ameliore, monkeypatch):
    """CP-SAT may run out of time a little before the deadline passes, wherever that happens.

    Nothing good is at hand then if judges do not improve what they start from.
    """
    vrai, renonce, appels = cp_sat.new_solver, [0], [0]

    class Renonce:
        def solve(self, _):
            return cp_sat.cp_model.UNKNOWN

    def solveur(secondes):
        appels[0] += 1
        return Renonce() if appels[0] == renonce[0] else vrai(secondes)

    for module in (cp_sat, refutation):
        monkeypatch.setattr(module, "new_solver", solveur)
    problemes = a_refus
    if not ameliore:
        monkeypatch.setattr(Judge, "improve", lambda self: [taille - 1 for taille in self.sizes])
        problemes = {graine: petit_probleme(Random(graine)) for graine in GRAINES[:60]}
    for graine, probleme in problemes.items():
        _, voulus, _ = meilleur(probleme)
        for renonce[0] in range(1, 13, 2):
            appels[0] = 0
            issue = solve_couples(probleme)
            if issue.status is Status.OPTIMAL:
                assert options(probleme, issue) == voulus, (graine, renonce)
            if appels[0] < renonce[0]:
                break


def test_le_meilleur_resultat_vu_est_rendu(a_refus, monkeypatch):
    """Whenever time runs out: it passes here at each look in turn."""
    vus, regards, dernier = [], [0], [0]

    class Temoin(Judge):
        def judge(self, places, refused=()):
            verdict = super().judge(places, refused)
            vus.extend([verdict.worth[0]] if verdict.worth else [])
            return verdict

    def passe(_):
        regards[0] += 1
        return regards[0] > dernier[0]

    monkeypatch.setattr(conflicts, "Judge", Temoin)
    monkeypatch.setattr(Deadline, "passed", passe)
    monkeypatch.setattr(solve, "PATIENCE", 0)
    for graine, probleme in a_refus.items():
        for dernier[0] in range(0, 40, 3):
            regards[0] = 0
            vus.clear()
            issue = solve_couples(probleme)
            assert issue.refusals <= min(vus, default=len(probleme.couples)), (graine, dernier)
            if issue.status is Status.OPTIMAL:
                break


def test_les_motifs_disent_vrai():
    verdicts = set()
    for graine in GRAINES[:250]:
        probleme = petit_probleme(Random(graine))
        issue = solve_couples(probleme)
        barres, rang, zone = issue.outcome.zone_barre, probleme.market.rank, probleme.market.zone
        for forme, sort in zip(probleme.couples, issue.fates, strict=True):
            fin = forme.dissolved if sort.dissolved else sort.pair
            assert [manque.pair for manque in sort.missed] == list(range(fin))
            for manque in sort.missed:
                verdicts.add(manque.verdict)
                paire = forme.pairs[manque.pair]
                assert manque.barres == tuple(int(barres[zone[contrat]]) for contrat in paire)
                dessous = any(rang[c] < b for c, b in zip(paire, manque.barres, strict=True))
                assert dessous == (manque.verdict is Verdict.BELOW)
    assert verdicts == set(Verdict)


def test_sans_temps_un_vrai_resultat_et_son_ecart():
    inacheves = 0
    for graine in GRAINES[:250]:
        probleme = petit_probleme(Random(graine))
        issue = solve_couples(probleme, time_limit=0)
        vrais = {accords: (accordes, refus) for accords, accordes, refus in resultats(probleme)}
        accordes, refus = vrais[options(probleme, issue)]
        assert issue.outcome.granted.tolist() == accordes
        assert issue.refusals == sum(refus)
        meilleurs_refus, meilleurs_accords, _ = meilleur(probleme)
        assert issue.bound <= sum(meilleurs_refus)
        if issue.status is Status.OPTIMAL:
            assert options(probleme, issue) == meilleurs_accords
        else:
            assert issue.status is Status.FEASIBLE
            inacheves += 1
    assert inacheves > 20


def test_les_singles_ont_leur_certificat():
    for graine in GRAINES[:250]:
        probleme = petit_probleme(Random(graine))
        membres = {m for forme in probleme.couples for m in forme.members}
        issue = solve_couples(probleme)
        sieges = seat(probleme.market, issue.outcome)
        fautes = certificate(
            probleme.market, issue.outcome.granted, sieges, issue.outcome.poste_barre
        )
        # What couples would rather have and rank high enough for is theirs to explain.
        proprietaire = probleme.market.candidate
        assert all(
            faute.startswith("4") and proprietaire[int(faute.split()[-1])] in membres
            for faute in fautes
        ), (graine, fautes)
