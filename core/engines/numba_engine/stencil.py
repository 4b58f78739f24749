"""Weights, and weighted sums over a square of samples, in vector instructions.

LLVM does not find them by itself here: for all it knows outputs and inputs may overlap. The order
of the operations is that of the plain formulas, and so is every bit of the results.
"""

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic


@intrinsic(prefer_literal=True)
def stencil_sum(typing_context, samples, index, width, row_weights, col_weights, pixel, taps):
    """Sum n x n samples, weighted by row and by column; a row is worked on as one vector.

    Parameters
    ----------
    samples : float64 array, 1-D, contiguous
        Rows of `width` samples, one after the other.
    index, width : uint64
        Of the first sample of the square; nothing checks that the square lies in the array.
    row_weights, col_weights : float64 array (n, pixels), contiguous
    pixel : int
        Which column of the weights to take.
    taps : int
        n, a constant.

    Returns
    -------
    float64
        Columns are summed first: ``sum(c * sum(r * sample))``, both from the first on.
    """
    signature = types.float64(
        samples, types.uint64, types.uint64, row_weights, col_weights, types.intp, taps
    )
    return signature, _emit_sum(taps.literal_value)


def _emit_sum(taps):
    vector = ir.VectorType(ir.DoubleType(), taps)
    lane = ir.IntType(32)
    undefined = ir.Constant(vector, ir.Undefined)
    first_lane = ir.Constant(ir.VectorType(lane, taps), [0] * taps)

    def repeated(builder, value):
        single = builder.insert_element(undefined, value, lane(0))
        return builder.shuffle_vector(single, undefined, first_lane)

    def loader(context, builder, array_type, array, pixel):
        """Return a function that loads the weight of a tap."""
        struct = cgutils.create_struct_proxy(array_type)(context, builder, array)
        stride = builder.extract_value(struct.shape, 1)

        def load(tap):
            at = builder.add(pixel, builder.mul(stride, ir.Constant(stride.type, tap)))
            return builder.load(builder.gep(struct.data, [at]))

        return load

    def emit(context, builder, signature, arguments):
        samples, index, width, row_weights, col_weights, pixel, _ = arguments
        row_weight = loader(context, builder, signature.args[3], row_weights, pixel)
        col_weight = loader(context, builder, signature.args[4], col_weights, pixel)
        data = cgutils.create_struct_proxy(signature.args[0])(context, builder, samples).data
        columns = None
        for tap in range(taps):
            address = builder.bitcast(builder.gep(data, [index]), vector.as_pointer())
            weight = repeated(builder, row_weight(tap))
            term = builder.fmul(weight, builder.load(address, align=8))
            columns = term if columns is None else builder.fadd(columns, term)
            index = builder.add(index, width)
        weights = undefined
        for tap in range(taps):
            weights = builder.insert_element(weights, col_weight(tap), lane(tap))
        terms = builder.fmul(weights, columns)
        total = builder.extract_element(terms, lane(0))
        for tap in range(1, taps):
            total = builder.fadd(total, builder.extract_element(terms, lane(tap)))
        return total

    return emit


# Pixels whose weights are computed at once: with twelve of them, as many as there are registers.
LANES = 4


@intrinsic(prefer_literal=True)
def spline_weights(typing_context, distances, pixel, order, out):
    """Compute the B-spline weights of `LANES` pixels: `kernels.bspline_weights`, unrolled.

    Parameters
    ----------
    distances : float64 array (pixels,), contiguous
        From the sample on the left; nothing checks that it has `LANES` from `pixel` on.
    pixel : int
        The first one.
    order : int
        Of the spline, a constant.
    out : float64 array (order + 1, pixels), contiguous
    """
    signature = types.void(distances, types.intp, order, out)
    return signature, _emit_weights(order.literal_value)


def _emit_weights(order):
    vector = ir.VectorType(ir.DoubleType(), LANES)

    def constant(value):
        return ir.Constant(vector, [float(value)] * LANES)

    def emit(context, builder, signature, arguments):
        distances, pixel, _, out = arguments

        def address(array, at):
            return builder.bitcast(builder.gep(array.data, [at]), vector.as_pointer())

        distances = cgutils.create_struct_proxy(signature.args[0])(context, builder, distances)
        u = builder.load(address(distances, pixel), align=8)
        above = [u] + [builder.fadd(u, constant(k)) for k in range(1, order)]
        below = [builder.fsub(constant(k), u) for k in range(1, order + 1)]
        weights = [below[0], u]
        for degree in range(2, order + 1):
            raised = [builder.fmul(below[0], weights[0])]
            for tap in range(1, degree):
                lower = builder.fmul(above[degree - tap], weights[tap - 1])
                raised.append(builder.fadd(lower, builder.fmul(below[tap], weights[tap])))
            raised.append(builder.fmul(u, weights[-1]))
            weights = raised
        out = cgutils.create_struct_proxy(signature.args[3])(context, builder, out)
        stride = builder.extract_value(out.shape, 1)
        for tap, weight in enumerate(weights):
            at = builder.add(pixel, builder.mul(stride, ir.Constant(stride.type, tap)))
            builder.store(weight, address(out, at), align=8)
        return context.get_dummy_value()

    return emit
