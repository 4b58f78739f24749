"""Makes the models that the plugin ships, and a drawing of each on request.

    ./dev models                # writes algorithms/models/*.model3
    ./dev models --draw FOLDER  # and FOLDER/*.png

What a model is stands here; the files are made from it by QGIS, in the form of QGIS 3.22, which all
later versions read.
"""

import argparse
import os
import sys
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF, QSizeF

FOLDER = Path(__file__).resolve().parents[2] / "algorithms" / "models"

INTERPOLATIONS = ["nearest", "linear", "cubic"]
INTERPOLATIONS += [f"bspline{order}" for order in (3, 5, 7, 9, 11)]
DATA_TYPES = ["uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"]
OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional
DOUBLE = QgsProcessingParameterNumber.Type.Double
SLOTS = 6

# Boxes of a drawing, in its pixels: columns of inputs, of steps, and of outputs.
BOX = QSizeF(220, 34)
ROW = 60

of_input = QgsProcessingModelChildParameterSource.fromModelParameter
of_value = QgsProcessingModelChildParameterSource.fromStaticValue
of_expression = QgsProcessingModelChildParameterSource.fromExpression
of_step = QgsProcessingModelChildParameterSource.fromChildOutput


def or_default(name, default):
    """Return an input, its default where a script leaves it out: QGIS 3.22 then passes none."""
    return of_expression(f"coalesce(@{name}, {default!r})")


class Sketch:
    """A model that grows box by box.

    Parameters
    ----------
    name : str
        Second part of the id.
    title, short : str
        Its display name, and one sentence.
    paragraphs : list of str
        The help of the whole.
    tags : str
        Separated by commas.
    """

    def __init__(self, name, title, short, paragraphs, tags):
        self.model = QgsProcessingModelAlgorithm(name, "Models")
        self.help = {
            # QGIS puts it between <p> and </p>; its dialogs break lines where the text does.
            "ALG_DESC": "<br><br>".join(paragraphs),
            "SHORT_DESCRIPTION": short,
            "GRIDR_TITLE": title,
            "GRIDR_TAGS": tags,
        }
        self.order = []

    def input(self, parameter, text, advanced=False):
        """Add an input below the others."""
        parameter.setHelp(text)
        if advanced:
            flag = QgsProcessingParameterDefinition.Flag.FlagAdvanced
            parameter.setFlags(parameter.flags() | flag)
        name = parameter.name()
        box = QgsProcessingModelParameter(name)
        box.setPosition(QPointF(130, 60 + ROW * len(self.order)))
        box.setSize(BOX)
        self.model.addModelParameter(parameter, box)
        self.order.append(name)
        self.help[name] = text

    def step(self, identifier, key, title, at, sources, outputs=(), mandatory=("OUTPUT",)):
        """Add a step.

        Parameters
        ----------
        key : str
            By which other steps, and the names of its outputs, call it.
        at : (float, float)
            Column and row of the drawing; its inputs stand in column 0.
        sources : dict
            A source or a list of sources of each parameter.
        outputs : iterable of (str, str, str)
            Name, title and help of what of its results the model gives.
        mandatory : iterable of str
            Those of them that cannot be skipped.
        """
        child = QgsProcessingModelChildAlgorithm(identifier)
        child.setChildId(key)
        child.setDescription(title)
        x, y = 130 + 300 * at[0], 60 + ROW * at[1]
        child.setPosition(QPointF(x, y))
        child.setSize(BOX)
        # As the designer does, which takes a step without them for incomplete.
        definitions = QgsApplication.processingRegistry().algorithmById(identifier)
        for parameter in definitions.parameterDefinitions():
            is_optional = parameter.flags() & OPTIONAL
            if not (parameter.isDestination() or is_optional or parameter.name() in sources):
                child.addParameterSources(parameter.name(), [of_value(parameter.defaultValue())])
        for name, source in sources.items():
            child.addParameterSources(name, source if isinstance(source, list) else [source])
        made = {}
        for row, (name, label, text) in enumerate(outputs):
            output = QgsProcessingModelOutput(name, label)
            output.setChildId(key)
            output.setChildOutputName(name)
            output.setMandatory(name in mandatory)
            output.setPosition(QPointF(x + 300, y + ROW * row))
            output.setSize(BOX)
            made[name] = output
            self.help[f"{key}:{name}"] = text
        child.setModelOutputs(made)
        self.model.addChildAlgorithm(child)

    def finished(self):
        """Return the model."""
        self.model.setHelpContent(self.help)
        self.model.setParameterOrder(self.order)
        told = self.model.toVariant()
        # Later versions name outputs otherwise in models of theirs than in models of 3.22.
        told.pop("internal_version", None)
        model = QgsProcessingModelAlgorithm()
        if not model.loadVariant(told):
            raise RuntimeError(f"QGIS does not read its own model {self.model.name()}")
        return model


def choice(name, description, options, default):
    return QgsProcessingParameterEnum(
        name, description, options, False, default, usesStaticStrings=True
    )


def raster(name, description, optional=False):
    return QgsProcessingParameterRasterLayer(name, description, optional=optional)


def polygons(name, description):
    kinds = [QgsProcessing.SourceType.TypeVectorPolygon]
    return QgsProcessingParameterFeatureSource(name, description, kinds, optional=True)


def warp_with_clouds():
    """Image, cloud mask and footprint: the warped image and its mask."""
    sketch = Sketch(
        "warpwithclouds",
        "Warp with cloud mask and footprint",
        "Warps an image without its clouds and what is outside of its footprint.",
        [
            "Brings an image to the cells of a reference raster, or into another reference"
            " system, and leaves out what is cloud or outside of the footprint. An output"
            " pixel is valid if every pixel of the image that has weight is clear, inside and"
            " valid; others get the nodata value, and 0 in the mask.",
            "The cloud mask may be coarser than the image: it is laid over it by"
            " georeference, and one pixel of cloud makes invalid all pixels of the image on"
            " which it has weight. Where the cloud mask has no value nothing is known, and the"
            " image is invalid.",
            "Steps: <i>Mask from values</i> makes the cloud mask a mask of what is clear, with a"
            " margin around clouds if it is wanted; <i>Warp</i> does the rest.",
        ],
        "warp,reproject,resample,mask,cloud,footprint,satellite,b-spline",
    )
    sketch.input(raster("IMAGE", "Image"), "Raster to warp, with all its bands.")
    sketch.input(
        raster("CLOUDS", "Cloud mask"),
        "Raster over the image, in its reference system: 0 where it is clear, any other number"
        " where there is cloud, unless values or bits say otherwise. Its first band counts.",
    )
    sketch.input(
        QgsProcessingParameterString("CLOUD_VALUES", "Values of clouds", optional=True),
        "Numbers that mean cloud, separated by commas, such as 3, 8, 9, 10 of Sentinel-2's SCL."
        " Not set: see the cloud mask.",
    )
    sketch.input(
        QgsProcessingParameterString("CLOUD_BITS", "Bits of clouds", optional=True),
        "Bits that mean cloud, separated by commas and counted from 0, such as 3, 4 or 8-9=3 of"
        " Landsat's QA_PIXEL. Not set: see the cloud mask.",
    )
    sketch.input(
        QgsProcessingParameterNumber("CLOUD_MARGIN", "Margin of clouds (pixels)", DOUBLE, 0),
        "Pixels of the cloud mask by which clouds are made larger; the default is 0.",
    )
    sketch.input(
        polygons("FOOTPRINT", "Footprint (polygons)"),
        "Polygon layer in any reference system: the image is invalid outside. Not set: all of it"
        " is inside.",
    )
    sketch.input(
        raster("REFERENCE", "Reference raster", optional=True),
        "Raster whose cells the output gets. Not set: the target CRS is needed.",
    )
    sketch.input(
        QgsProcessingParameterCrs("TARGET_CRS", "Target CRS", optional=True),
        "Reference system of the output, without a reference raster; extent and cell size are then"
        " chosen to suit the image.",
    )
    sketch.input(
        choice("INTERPOLATION", "Interpolation", INTERPOLATIONS, "cubic"),
        "One of nearest, linear, cubic (default), bspline3, bspline5, bspline7, bspline9,"
        " bspline11.",
    )
    sketch.input(
        QgsProcessingParameterNumber("NODATA", "Nodata of the output", DOUBLE, optional=True),
        "Written where the output is invalid. Not set: the image's nodata; else NaN for floating"
        " types; else 0, not declared.",
        advanced=True,
    )
    given = {name: f"coalesce(@{name}, '')" for name in ("CLOUD_VALUES", "CLOUD_BITS")}
    # What is 0 is clear, then.
    by_default = " and ".join(f"{text} = ''" for text in given.values())
    sketch.step(
        "gridr:maskfromvalues",
        "clear",
        "What is clear",
        (1, 1),
        {
            "INPUT": of_input("CLOUDS"),
            "VALUES": of_expression(f"if({by_default}, '0', {given['CLOUD_VALUES']})"),
            "BITS": of_expression(given["CLOUD_BITS"]),
            "MATCHING": of_expression(f"if({by_default}, 'valid', 'invalid')"),
            "DILATION": or_default("CLOUD_MARGIN", 0),
        },
    )
    sketch.step(
        "gridr:warp",
        "warp",
        "Warp",
        (2, 2.5),
        {
            "INPUT": of_input("IMAGE"),
            "MASK_IN": of_step("clear", "OUTPUT"),
            "VALID_GEOMETRY": of_input("FOOTPRINT"),
            "REFERENCE": of_input("REFERENCE"),
            "TARGET_CRS": of_input("TARGET_CRS"),
            "INTERPOLATION": or_default("INTERPOLATION", "cubic"),
            "NODATA": of_input("NODATA"),
        },
        [
            ("OUTPUT", "Warped image", "The image in its new geometry."),
            ("OUTPUT_MASK", "Mask of the warped image", "1 where the output is valid, else 0."),
        ],
        mandatory=("OUTPUT", "OUTPUT_MASK"),
    )
    return sketch.finished()


def coarse_mask_to_fine():
    """A coarse mask on the cells of a fine raster, by the strict rule."""
    sketch = Sketch(
        "coarsemasktofine",
        "Coarse mask to fine cells",
        "Brings a coarse mask to the cells of a finer raster, strictly.",
        [
            "Lays a mask over a finer raster by georeference, and tells for each of its cells"
            " whether it is valid: if all mask pixels that have weight in bilinear"
            " interpolation at its centre are. So an invalid mask pixel reaches as far as the"
            " centres of its neighbours, and nothing that is valid leans on what is not. Cells"
            " beyond the mask's outermost pixel centres have no support and are invalid.",
            "Polygons may constrain it further. The one step is <i>Build mask</i>, which can"
            " do more.",
        ],
        "mask,resample,oversample,refine,align,polygon,footprint",
    )
    sketch.input(
        raster("MASK", "Coarse mask"),
        "Raster that is 0 (or nodata) where invalid and anything else where valid. Its first band"
        " counts.",
    )
    sketch.input(
        raster("REFERENCE", "Fine raster"),
        "Raster whose cells the output gets, in the reference system of the mask.",
    )
    sketch.input(
        polygons("VALID_AREA", "Valid area (polygons)"),
        "Polygon layer in any reference system: cells outside are invalid. Not set: this does not"
        " constrain.",
    )
    sketch.input(
        polygons("INVALID_AREA", "Invalid area (polygons)"),
        "Polygon layer in any reference system: cells inside are invalid. Not set: this does not"
        " constrain.",
    )
    sketch.step(
        "gridr:buildmask",
        "mask",
        "Build mask",
        (1, 1.5),
        {
            "REFERENCE": of_input("REFERENCE"),
            "MASK_IN": of_input("MASK"),
            "MASK_IN_ALIGNMENT": of_value("georeference"),
            "THRESHOLD": of_value(0.999),
            "VALID_GEOMETRY": of_input("VALID_AREA"),
            "INVALID_GEOMETRY": of_input("INVALID_AREA"),
            "RULE": of_value("center"),
        },
        [("OUTPUT", "Fine mask", "1 where valid, else 0, one byte per cell.")],
    )
    return sketch.finished()


def stack_on_reference():
    """Up to six rasters, each brought to the cells of a reference: one file of so many bands."""
    sketch = Sketch(
        "stackonreference",
        "Stack bands on a reference",
        "Brings up to six rasters to the cells of a reference and stacks them as bands of one.",
        [
            "Each raster, of any cell size and reference system, is warped to the cells of"
            " the reference raster; the results become the bands of one file, in the order"
            " given. Of each the first band is taken. The reference raster gives its cells"
            " alone; name it as a raster too if its values are wanted.",
            "All bands get one type and one nodata value. The mask is 1 where all bands are valid.",
            "Steps: <i>Warp</i> for each raster, GDAL's <i>Build virtual raster</i> to put"
            " them side by side, <i>Resample by nearest cell</i> to write them to one file."
            " Models know no loops: a raster that is not given costs a quick copy of the"
            " first, which is then left out.",
        ],
        "stack,align,bands,composite,merge,resample,warp,reproject,b-spline",
    )
    sketch.input(
        raster("REFERENCE", "Reference raster"), "Raster whose cells all bands get exactly."
    )
    for slot in range(1, SLOTS + 1):
        sketch.input(
            raster(f"RASTER_{slot}", f"Raster {slot}", optional=slot > 1),
            f"Raster whose first band is number {slot} of the output."
            + (" Not set: it is left out, and those after it move up." if slot > 1 else ""),
        )
    sketch.input(
        choice("INTERPOLATION", "Interpolation", INTERPOLATIONS, "cubic"),
        "One of nearest, linear, cubic (default), bspline3, bspline5, bspline7, bspline9,"
        " bspline11; the same for all.",
    )
    sketch.input(
        choice("DATA_TYPE", "Type of the output", DATA_TYPES, "float32"),
        "One of uint8, int16, uint16, int32, uint32, float32 (default), float64. Integers are"
        " rounded half to even and clipped to their range.",
    )
    sketch.input(
        QgsProcessingParameterNumber("NODATA", "Nodata of the output", DOUBLE, -9999),
        "Written where a band is invalid, and declared; the default is -9999. The type has to hold"
        " it.",
    )
    for slot in range(1, SLOTS + 1):
        given = f"@RASTER_{slot} is not null"
        sources = {
            "INPUT": of_input("RASTER_1"),
            "INTERPOLATION": or_default("INTERPOLATION", "cubic"),
        }
        if slot > 1:
            sources = {
                "INPUT": of_expression(f"if({given}, @RASTER_{slot}, @RASTER_1)"),
                "INTERPOLATION": of_expression(
                    f"if({given}, coalesce(@INTERPOLATION, 'cubic'), 'nearest')"
                ),
            }
        sketch.step(
            "gridr:warp",
            f"warp{slot}",
            f"Warp raster {slot}",
            (1, 0.5 + 1.5 * (slot - 1)),
            {
                **sources,
                "BANDS": of_value([1]),
                "REFERENCE": of_input("REFERENCE"),
                "NODATA": or_default("NODATA", -9999),
                "DATA_TYPE": or_default("DATA_TYPE", "float32"),
            },
        )
    sketch.step(
        "gdal:buildvirtualraster",
        "side",
        "Side by side",
        (2, 4.25),
        {
            "INPUT": [of_step(f"warp{slot}", "OUTPUT") for slot in range(1, SLOTS + 1)],
            "RESOLUTION": of_value(0),
            "SEPARATE": of_value(True),
            "PROJ_DIFFERENCE": of_value(False),
        },
    )
    chosen = ", ".join(f"if(@RASTER_{slot} is null, 0, {slot})" for slot in range(2, SLOTS + 1))
    sketch.step(
        "gridr:resamplenearest",
        "stack",
        "Stack",
        (3, 4.25),
        {
            "INPUT": of_step("side", "OUTPUT"),
            "BANDS": of_expression(f"array_remove_all(array(1, {chosen}), 0)"),
            "REFERENCE": of_input("REFERENCE"),
            "NODATA": or_default("NODATA", -9999),
        },
        [
            ("OUTPUT", "Stack", "The bands in one file."),
            ("OUTPUT_MASK", "Mask of the stack", "1 where all bands are valid, else 0."),
        ],
    )
    return sketch.finished()


MODELS = (coarse_mask_to_fine, stack_on_reference, warp_with_clouds)


def draw(model, path):
    """Draw a model as the model designer shows it."""
    from qgis.gui import QgsModelGraphicsScene
    from qgis.PyQt.QtCore import QRectF, Qt
    from qgis.PyQt.QtGui import QImage, QPainter

    scene = QgsModelGraphicsScene()
    scene.createItems(model, QgsProcessingContext())
    area = scene.itemsBoundingRect().adjusted(-30, -30, 30, 30)
    image = QImage(area.size().toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.render(painter, QRectF(image.rect()), area)
    painter.end()
    image.save(str(path))


def main():
    options = argparse.ArgumentParser(description="Write the models of the plugin.")
    options.add_argument("--draw", type=Path, metavar="FOLDER", help="draw them as well")
    chosen = options.parse_args()

    application = QgsApplication([], chosen.draw is not None)
    application.initQgis()
    # Its steps give a model the names and kinds of its outputs.
    plugins = Path(QgsApplication.pkgDataPath(), "python", "plugins")
    sys.path[:0] = [os.environ["QGIS_PLUGINPATH"], str(plugins)]
    from processing.core.Processing import Processing

    Processing.initialize()
    from gridr_qgis.gridr_provider.provider import GridrProvider

    provider = GridrProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    FOLDER.mkdir(exist_ok=True)
    for make in MODELS:
        model = make()
        path = FOLDER / f"{model.name()}.model3"
        if not model.toFile(str(path)):
            sys.exit(f"{path} cannot be written")
        print(path)
        if chosen.draw:
            chosen.draw.mkdir(parents=True, exist_ok=True)
            draw(model, chosen.draw / f"{model.name()}.png")
    QgsApplication.processingRegistry().removeProvider(provider)
    application.exitQgis()


if __name__ == "__main__":
    main()
