"""A way to run algorithms that hides nothing."""

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)


class Feedback(QgsProcessingFeedback):
    """Keeps what an algorithm tells.

    Parameters
    ----------
    cancel_at : float, optional
        Progress (0 to 100) at which the user cancels.
    """

    def __init__(self, cancel_at=None):
        super().__init__(False)  # no logging to the terminal
        self.errors, self.warnings, self.infos, self.shares = [], [], [], []
        self._cancel_at = cancel_at
        self.progressChanged.connect(self._note)

    def _note(self, share):
        self.shares.append(share)
        if self._cancel_at is not None and share >= self._cancel_at:
            self.cancel()

    def reportError(self, error, *_):
        self.errors.append(error)

    def pushWarning(self, warning):
        self.warnings.append(warning)

    def pushInfo(self, info):
        self.infos.append(info)


def run_algorithm(identifier, parameters, feedback=None, checked=False):
    """Run an algorithm as scripts do and return its results.

    QGIS tells errors of `prepareAlgorithm` to the feedback only; here they are raised as well.
    `checked` asks QGIS about the parameters first, as the toolbox and qgis_process do and models
    and ``alg.run`` do not.
    """
    feedback = Feedback() if feedback is None else feedback
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    context.setFeedback(feedback)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(identifier)
    assert algorithm is not None, identifier
    parameters = {name: value for name, value in parameters.items() if value is not ...}
    if checked:
        ok, message = algorithm.checkParameterValues(parameters, context)
        if not ok:
            raise QgsProcessingException(message)
    results, ok = algorithm.run(parameters, context, feedback, {}, False)
    if not ok:
        raise QgsProcessingException("\n".join(feedback.errors))
    return results
