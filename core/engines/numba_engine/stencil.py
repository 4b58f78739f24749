"""The weighted sum over a square of samples, in vector instructions.

LLVM does not find them by itself here: for all it knows outputs and samples may overlap. A row of
samples is contiguous, so that it is loaded, weighted and summed as one vector; the order of the
additions is that of the plain formula, and so is every bit of the result.
"""

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic


@intrinsic
def stencil_sum(typing_context, samples, index, width, row_weights, col_weights):
    """Sum n x n samples, weighted by row and by column.

    Parameters
    ----------
    samples : float64 array, 1-D, contiguous
        Rows of `width` samples, one after the other.
    index, width : uint64
        Of the first sample of the square; nothing checks that the square lies in the array.
    row_weights, col_weights : tuple of n float64

    Returns
    -------
    float64
        Columns are summed first: ``sum(c * sum(r * sample))``, both from the first on.
    """
    taps = len(row_weights)
    signature = types.float64(samples, types.uint64, types.uint64, row_weights, col_weights)
    return signature, _emit_for(taps)


def _emit_for(taps):
    vector = ir.VectorType(ir.DoubleType(), taps)
    lane = ir.IntType(32)
    undefined = ir.Constant(vector, ir.Undefined)
    first_lane = ir.Constant(ir.VectorType(lane, taps), [0] * taps)

    def repeated(builder, value):
        single = builder.insert_element(undefined, value, lane(0))
        return builder.shuffle_vector(single, undefined, first_lane)

    def emit(context, builder, signature, arguments):
        samples, index, width, row_weights, col_weights = arguments
        data = cgutils.create_struct_proxy(signature.args[0])(context, builder, samples).data
        columns = None
        for tap in range(taps):
            address = builder.bitcast(builder.gep(data, [index]), vector.as_pointer())
            weight = repeated(builder, builder.extract_value(row_weights, tap))
            term = builder.fmul(weight, builder.load(address, align=8))
            columns = term if columns is None else builder.fadd(columns, term)
            index = builder.add(index, width)
        weights = undefined
        for tap in range(taps):
            weight = builder.extract_value(col_weights, tap)
            weights = builder.insert_element(weights, weight, lane(tap))
        terms = builder.fmul(weights, columns)
        total = builder.extract_element(terms, lane(0))
        for tap in range(1, taps):
            total = builder.fadd(total, builder.extract_element(terms, lane(tap)))
        return total

    return emit
