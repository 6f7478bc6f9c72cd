/**
 * Matrix products for WebAssembly's 128-bit vectors, in AssemblyScript. The meaning is that of
 * `gemm` in src/kernels/plain.ts. All pointers and strides are in bytes, all sizes in elements.
 */

/** How many of the inner dimension are packed at once: a panel of 8 columns is then 8 KB, a quarter of L1. */
const innerBlock: i32 = 256
/** How many columns are packed at once: the panels then fill half a megabyte, half of L2. */
const columnBlock: i32 = 512

/**
 * c = a b or c += a b. Element (i, p) of a stands at `a + i·aRow + p·aStep`, element (p, j) of b at
 * `b + p·bStep + j·bColumn`, so that either may be transposed; c has contiguous columns.
 * `scratch` has room for 4·256 + 256·512 floats.
 */
export function gemm(
  m: i32, n: i32, k: i32,
  a: usize, aRow: usize, aStep: usize,
  b: usize, bStep: usize, bColumn: usize,
  c: usize, cRow: usize,
  add: bool,
  scratch: usize,
): void {
  const tile = scratch
  const panels = scratch + ((4 * innerBlock) << 2)
  for (let j0 = 0; j0 < n; j0 += columnBlock) {
    const columns = min(columnBlock, n - j0)
    for (let p0 = 0; p0 < k; p0 += innerBlock) {
      const depth = min(innerBlock, k - p0)
      packPanels(depth, columns, b + p0 * bStep + j0 * bColumn, bStep, bColumn, panels)
      const onto = add || p0 > 0
      for (let i = 0; i < m; i += 4) {
        const rows = min(4, m - i)
        packTile(depth, rows, a + i * aRow + p0 * aStep, aRow, aStep, tile)
        const out = c + i * cRow + (j0 << 2)
        for (let j = 0; j < columns; j += 8) {
          const panel = panels + ((j * depth) << 2)
          multiplyTile(depth, rows, min(8, columns - j), tile, panel, out + (j << 2), cRow, onto)
        }
      }
    }
  }
}

/** Four rows of a, interleaved: entry p holds (a₀ₚ, a₁ₚ, a₂ₚ, a₃ₚ); missing rows are zero. */
function packTile(depth: i32, rows: i32, a: usize, row: usize, step: usize, tile: usize): void {
  if (rows == 4 && row == 4) {
    for (let p = 0; p < depth; p++) {
      v128.store(tile, v128.load(a))
      a += step
      tile += 16
    }
    return
  }
  if (rows < 4) memory.fill(tile, 0, depth << 4)
  for (let i = 0; i < rows; i++) {
    let from = a + i * row
    let to = tile + (i << 2)
    for (let p = 0; p < depth; p++) {
      store<f32>(to, load<f32>(from))
      from += step
      to += 16
    }
  }
}

/** b in panels of eight columns: a panel's entry p holds (bₚ₀ … bₚ₇); missing columns are zero. */
function packPanels(depth: i32, columns: i32, b: usize, step: usize, column: usize, panels: usize): void {
  for (let j = 0; j < columns; j += 8) {
    const from = b + j * column
    const width = min(8, columns - j)
    if (width == 8 && column == 4) copyPanel(depth, from, step, panels)
    else if (width == 8 && step == 4) transposePanel(depth, from, column, panels)
    else {
      memory.fill(panels, 0, depth << 5)
      for (let x = 0; x < width; x++) {
        for (let p = 0; p < depth; p++) {
          store<f32>(panels + (p << 5) + (x << 2), load<f32>(from + p * step + x * column))
        }
      }
    }
    panels += depth << 5
  }
}

function copyPanel(depth: i32, from: usize, step: usize, panel: usize): void {
  for (let p = 0; p < depth; p++) {
    v128.store(panel, v128.load(from))
    v128.store(panel, v128.load(from, 16), 16)
    from += step
    panel += 32
  }
}

/** Columns that are contiguous in memory become rows, four by four. */
function transposePanel(depth: i32, from: usize, column: usize, panel: usize): void {
  let p = 0
  for (; p + 4 <= depth; p += 4) {
    transpose4(from, column, panel)
    transpose4(from + 4 * column, column, panel + 16)
    from += 16
    panel += 128
  }
  for (; p < depth; p++) {
    for (let x = 0; x < 8; x++) store<f32>(panel + (x << 2), load<f32>(from + x * column))
    from += 4
    panel += 32
  }
}

// @ts-ignore: decorator
@inline
function transpose4(from: usize, column: usize, to: usize): void {
  const r0 = v128.load(from)
  const r1 = v128.load(from + column)
  const r2 = v128.load(from + 2 * column)
  const r3 = v128.load(from + 3 * column)
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2))
  v128.store(to, v128.shuffle<f64>(low01, low23, 1, 3), 32)
  v128.store(to, v128.shuffle<f64>(high01, high23, 0, 2), 64)
  v128.store(to, v128.shuffle<f64>(high01, high23, 1, 3), 96)
}

/** Four rows by eight columns: eight accumulators, two loads of b and four broadcasts of a a step. */
function multiplyTile(
  depth: i32, rows: i32, columns: i32,
  tile: usize, panel: usize,
  c: usize, cRow: usize,
  add: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0)
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0)
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0)
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0)
  for (let p = 0; p < depth; p++) {
    const b0 = v128.load(panel)
    const b1 = v128.load(panel, 16)
    const a0 = v128.load32_splat(tile)
    c00 = f32x4.add(c00, f32x4.mul(a0, b0))
    c01 = f32x4.add(c01, f32x4.mul(a0, b1))
    const a1 = v128.load32_splat(tile, 4)
    c10 = f32x4.add(c10, f32x4.mul(a1, b0))
    c11 = f32x4.add(c11, f32x4.mul(a1, b1))
    const a2 = v128.load32_splat(tile, 8)
    c20 = f32x4.add(c20, f32x4.mul(a2, b0))
    c21 = f32x4.add(c21, f32x4.mul(a2, b1))
    const a3 = v128.load32_splat(tile, 12)
    c30 = f32x4.add(c30, f32x4.mul(a3, b0))
    c31 = f32x4.add(c31, f32x4.mul(a3, b1))
    tile += 16
    panel += 32
  }
  writeRow(c, columns, c00, c01, add)
  if (rows > 1) writeRow(c + cRow, columns, c10, c11, add)
  if (rows > 2) writeRow(c + 2 * cRow, columns, c20, c21, add)
  if (rows > 3) writeRow(c + 3 * cRow, columns, c30, c31, add)
}

// @ts-ignore: decorator
@inline
function writeRow(c: usize, columns: i32, low: v128, high: v128, add: bool): void {
  if (columns == 8) {
    v128.store(c, add ? f32x4.add(v128.load(c), low) : low)
    v128.store(c, add ? f32x4.add(v128.load(c, 16), high) : high, 16)
  } else {
    writePart(c, columns, low, high, add)
  }
}

function writePart(c: usize, columns: i32, low: v128, high: v128, add: bool): void {
  let rest = columns
  let part = low
  if (columns >= 4) {
    v128.store(c, add ? f32x4.add(v128.load(c), low) : low)
    c += 16
    rest -= 4
    part = high
  }
  if (rest > 0) storeLane(c, f32x4.extract_lane(part, 0), add)
  if (rest > 1) storeLane(c + 4, f32x4.extract_lane(part, 1), add)
  if (rest > 2) storeLane(c + 8, f32x4.extract_lane(part, 2), add)
}

// @ts-ignore: decorator
@inline
function storeLane(c: usize, value: f32, add: bool): void {
  store<f32>(c, add ? load<f32>(c) + value : value)
}
