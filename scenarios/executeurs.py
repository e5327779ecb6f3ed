"""Where units of work are run: here, in processes of this machine, or on a Dask cluster.

A unit is a function of a module applied to something that can be pickled. Results come in the order
of the units, whoever computes them and whenever: nothing depends on the number of workers.
"""

import importlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from itertools import islice
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from mouvement.engine.erreurs import ErreurMouvement

U = TypeVar("U")
R = TypeVar("R")
DASK = "dask://"
PROCESSUS = "processus:"
COEURS = "coeurs"
AVANCE = 16
"""Units handed over for each worker before the first is done: one that lasts starves no worker."""
ATTENTE_S = 30
SEUIL_D_AVIS = "distributed.admin.large-graph-warning-threshold"


class Executeur:
    """Runs units of work one after the other, here; others run them elsewhere.

    To be used in a ``with``: leaving it by an exception ends at once what is under way.
    """

    ouvriers = 1
    """How many units are worked on at once."""

    def map(self, fonction: Callable[[U], R], unites: Iterable[U]) -> Iterator[R]:
        """Yield the result of each unit, in their order, each as soon as those before are there.

        Units are taken as work goes on, never many in advance. An exception raised by a unit is
        raised when its turn comes.
        """
        return map(fonction, unites)

    def partager(self, objet: U) -> U:
        """Return what stands in units for an object that many have: a cluster is sent it once."""
        return objet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, genre: type[BaseException] | None, _: object, trace: TracebackType | None
    ) -> None:
        """Let go of the workers."""


class Promesse(Protocol):
    """What we need of a future."""

    def result(self) -> Any:
        """Wait for the result."""


class _Confie(Executeur):
    """Runs units through futures."""

    def soumettre(self, fonction: Callable[[U], Any], unite: U) -> Promesse:
        """Hand over a unit."""
        raise NotImplementedError

    def attendre(self, promesse: Promesse) -> Any:
        """Wait for its result."""
        raise NotImplementedError

    def map(self, fonction: Callable[[U], R], unites: Iterable[U]) -> Iterator[R]:
        reste = iter(unites)
        promesses = deque(
            self.soumettre(fonction, unite) for unite in islice(reste, AVANCE * self.ouvriers)
        )
        while promesses:
            resultat = self.attendre(promesses.popleft())
            promesses.extend(self.soumettre(fonction, unite) for unite in islice(reste, 1))
            yield resultat


class Processus(_Confie):
    """Runs units in processes of this machine, started afresh (``spawn``).

    They live as long as this process holds its end of a pipe: interrupted, ended or killed, it
    takes them along, whatever they are doing.
    """

    def __init__(self, ouvriers: int, modules: Iterable[str] = ()) -> None:
        """Start them; each imports ``modules`` while the caller does something else."""
        self.ouvriers = ouvriers
        fil, self._vie = multiprocessing.Pipe(duplex=False)
        self._bassin = ProcessPoolExecutor(
            ouvriers, multiprocessing.get_context("spawn"), _naitre, (fil,)
        )
        for _ in range(ouvriers):
            self.soumettre(_importer, tuple(modules))

    def soumettre(self, fonction: Callable[[U], Any], unite: U) -> Promesse:
        """Hand over a unit to whichever process is free."""
        # A process may be started here, which inherits this mask: Ctrl-C in a terminal is sent to
        # all, and is ours alone to answer.
        avant = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._bassin.submit(fonction, unite)
        except BrokenExecutor:
            raise _ouvrier_perdu() from None
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, avant)

    def attendre(self, promesse: Promesse) -> Any:
        """Wait for its result; ErreurMouvement when a process was killed."""
        try:
            return promesse.result()
        except BrokenExecutor:
            raise _ouvrier_perdu() from None

    def __exit__(
        self, genre: type[BaseException] | None, _: object, trace: TracebackType | None
    ) -> None:
        if genre:
            self._vie.close()
        self._bassin.shutdown(cancel_futures=True)
        self._vie.close()


def _naitre(fil: Connection) -> None:
    """Begin a process's life: it ends with the other end of the pipe."""
    threading.Thread(target=_mourir_avec, args=(fil,), daemon=True).start()


def _mourir_avec(fil: Connection) -> None:
    fil.poll(None)
    os._exit(1)


def _importer(modules: tuple[str, ...]) -> None:
    for module in modules:
        importlib.import_module(module)


def _ouvrier_perdu() -> ErreurMouvement:
    return ErreurMouvement(
        "Un processus de calcul s'est arrêté brutalement (mémoire insuffisante ?). Relancer avec "
        "moins de processus."
    )


class Dask(_Confie):
    """Runs units on a Dask cluster that exists already; a unit whose worker dies is run again.

    The workers must have this package, in this version, and see the same folders.
    """

    def __init__(self, adresse: str) -> None:
        try:
            self._dask: Any = importlib.import_module("distributed")
            # Units are campaigns: it would complain of each one's size, in English.
            importlib.import_module("dask").config.set({SEUIL_D_AVIS: "1TiB"})
        except ModuleNotFoundError:
            raise ErreurMouvement(
                "Dask n'est pas installé : pip install 'mouvement[cluster]'."
            ) from None
        try:
            self._client = self._dask.Client(f"tcp://{adresse}", timeout=ATTENTE_S)
        except (OSError, ValueError) as erreur:
            raise ErreurMouvement(f"{DASK}{adresse} : grappe injoignable ({erreur}).") from None
        try:
            self._rejoindre(adresse)
        except BaseException:
            self._client.close()
            raise

    def _rejoindre(self, adresse: str) -> None:
        try:
            self._client.wait_for_workers(1, timeout=ATTENTE_S)
        except TimeoutError:
            raise ErreurMouvement(f"{DASK}{adresse} : la grappe n'a aucun ouvrier.") from None
        from mouvement.io.manifeste import versions

        ici = versions()
        if any(la != ici for la in self._client.run(versions).values()):
            raise ErreurMouvement(
                f"{DASK}{adresse} : des ouvriers ont d'autres versions qu'ici ("
                f"{', '.join(f'{nom} {version}' for nom, version in ici.items())})."
            )
        self.ouvriers = sum(self._client.ncores().values())

    def partager(self, objet: U) -> U:
        """Send it once, as a task: data left with a worker would be lost with him."""
        partage: U = self._client.submit(_lui_meme, objet, pure=False)
        return partage

    def soumettre(self, fonction: Callable[[U], Any], unite: U) -> Promesse:
        """Hand over a unit to the scheduler."""
        promesse: Promesse = self._client.submit(fonction, unite, pure=False)
        return promesse

    def attendre(self, promesse: Promesse) -> Any:
        """Wait for its result; ErreurMouvement when the cluster gave up."""
        perdus = self._dask.client.FutureCancelledError, self._dask.scheduler.KilledWorker
        try:
            return promesse.result()
        except perdus as erreur:
            raise ErreurMouvement(f"La grappe Dask a perdu le calcul ({erreur}).") from None

    def __exit__(
        self, genre: type[BaseException] | None, _: object, trace: TracebackType | None
    ) -> None:
        # The cluster drops what nobody waits for any more.
        self._client.close()


def _lui_meme(objet: U) -> U:
    return objet


def executeur(demande: str, *modules: str) -> Executeur:
    """Return what a command line asks for: ``N`` or ``processus:N``, or ``dask://HOTE:PORT``.

    ``coeurs`` is as many processes as this one may use cores.

    ``modules`` : what the processes may import at once, while the caller is still reading.

    Raises
    ------
    ErreurMouvement : the request makes no sense, or there is no such cluster.
    """
    if demande.startswith(DASK):
        return Dask(demande.removeprefix(DASK))
    nombre = demande.removeprefix(PROCESSUS)
    if nombre == COEURS:
        nombre = str(len(os.sched_getaffinity(0)))
    if not (nombre.isascii() and nombre.isdigit() and int(nombre)):
        raise ErreurMouvement(
            f"Exécuteur inconnu : « {demande} ». Donner un nombre de processus (N, {PROCESSUS}N "
            f"ou {COEURS}) ou une grappe ({DASK}HÔTE:PORT)."
        )
    return Executeur() if int(nombre) == 1 else Processus(int(nombre), modules)
