/** Two functions that JavaScript lacks: the quantiles of the normal and of the beta distribution. */

const TAIL = 0.13533528323661269189; // e ** -2
const ROOT_TWO_PI = 2.50662827463100050242;

// Rational approximations of the normal quantile: Moshier (1989), "Methods and Programs for Mathematical Functions"
// (Cephes, `ndtri`), the very ones SciPy uses, so that both round alike. Highest powers first.
const MIDDLE = [
  [
    -5.99633501014107895267e1, 9.80010754185999661536e1, -5.66762857469070293439e1, 1.39312609387279679503e1,
    -1.23916583867381258016,
  ],
  [
    1, 1.95448858338141759834, 4.67627912898881538453, 8.63602421390890590575e1, -2.25462687854119370527e2,
    2.00260212380060660359e2, -8.20372256168333339912e1, 1.59056225126211695515e1, -1.18331621121330003142,
  ],
];
const NEAR_TAIL = [
  [
    4.05544892305962419923, 3.15251094599893866154e1, 5.71628192246421288162e1, 4.408050738932008347e1,
    1.46849561928858024014e1, 2.18663306850790267539, -1.40256079171354495875e-1, -3.50424626827848203418e-2,
    -8.57456785154685413611e-4,
  ],
  [
    1, 1.57799883256466749731e1, 4.53907635128879210584e1, 4.13172038254672030440e1, 1.50425385692907503408e1,
    2.50464946208309415979, -1.42182922854787788574e-1, -3.80806407691578277194e-2, -9.33259480895457427372e-4,
  ],
];
const FAR_TAIL = [
  [
    3.2377489177694603597, 6.91522889068984211695, 3.93881025292474443415, 1.33303460815807542389,
    2.01485389549179081538e-1, 1.23716634817820021358e-2, 3.01581553508235416007e-4, 2.65806974686737550832e-6,
    6.2397453918498329373e-9,
  ],
  [
    1, 6.02427039364742014255, 3.67983563856160859403, 1.37702099489081330271, 2.1623699359449663589e-1,
    1.34204006088543189037e-2, 3.28014464682127739104e-4, 2.89247864745380683936e-6, 6.79019408009981274425e-9,
  ],
];

/** The number with probability u in (0, 1) below it, of a normal distribution with mean 0 and deviation 1. */
export function normalQuantile(u: number): number {
  const upper = u > 1 - TAIL;
  const share = upper ? 1 - u : u;
  if (share > TAIL) {
    const offset = share - 0.5;
    const square = offset * offset;
    return (offset + offset * ((square * polynomial(square, MIDDLE[0])) / polynomial(square, MIDDLE[1]))) * ROOT_TWO_PI;
  }
  const depth = Math.sqrt(-2 * Math.log(share));
  const inverse = 1 / depth;
  const [above, below] = depth < 8 ? NEAR_TAIL : FAR_TAIL;
  const rest = (inverse * polynomial(inverse, above)) / polynomial(inverse, below);
  const size = depth - Math.log(depth) / depth - rest;
  return upper ? size : -size;
}

function polynomial(x: number, coefficients: number[]): number {
  let sum = coefficients[0];
  for (let power = 1; power < coefficients.length; power++) sum = sum * x + coefficients[power];
  return sum;
}

/**
 * The quantile function of a beta distribution with shape parameters a and b above 0: the inverse of the regularised
 * incomplete beta function, to about the precision of a double.
 */
export function betaQuantile(a: number, b: number): (u: number) => number {
  const halves = tailOf(shapeOf(a, b), 0.5);
  const lowerHalf = halves.lower ? halves.value : 1 - halves.value;
  const here = shapeOf(a, b);
  const mirrored = shapeOf(b, a);
  // Sought is whichever of x and 1 - x is the smaller, because only that one keeps all its digits.
  return (u) => (u <= lowerHalf ? solve(here, u, 1 - u) : 1 - solve(mirrored, 1 - u, u));
}

interface Shape {
  a: number;
  b: number;
  /** Logarithm of sqrt(a b / (2 pi (a + b))) with the three remainders of Stirling's formula. */
  scale: number;
  /** Up to here the lower tail converges faster, beyond it the upper one. */
  crossing: number;
  /** Logarithm of a B(a, b): the lower tail is x ** a over that where x is small. */
  edge: number;
}

function shapeOf(a: number, b: number): Shape {
  const rests = stirlingRest(a + b) - stirlingRest(a) - stirlingRest(b);
  const scale = 0.5 * (Math.log(a / (a + b)) + Math.log(b)) - Math.log(ROOT_TWO_PI) + rests;
  const edge = Math.log(a) - scale - a * Math.log1p(b / a) - b * Math.log1p(a / b);
  return { a, b, scale, crossing: (a + 1) / (a + b + 2), edge };
}

/** ln Gamma(x) less Stirling's formula, (x - 1/2) ln x - x + ln(2 pi) / 2. */
function stirlingRest(x: number): number {
  let rest = 0;
  let large = x;
  for (; large < 16; large++) rest += (large + 0.5) * Math.log1p(1 / large) - 1;
  const square = 1 / (large * large);
  const series = polynomial(square, [-691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12]);
  return rest + series / large;
}

/** One tail of a beta distribution at x, and x (1 - x) times its density there, over 1 - x. */
interface Tail {
  lower: boolean;
  value: number;
  slope: number;
}

/** Source: DiDonato & Morris (1992), ACM Trans. Math. Softw. 18, 360-373: the continued fraction of section 4. */
function tailOf(shape: Shape, x: number): Tail {
  const { a, b } = shape;
  const y = 1 - x;
  const lean = x * b - y * a;
  const front = Math.exp(shape.scale + a * logOfRatio(lean / a, x, a, b) + b * logOfRatio(-lean / b, y, b, a));
  const lower = x <= shape.crossing;
  const fraction = lower ? continued(a, b, x, y, -lean) : continued(b, a, y, x, lean);
  return { lower, value: front / fraction, slope: front / y };
}

/** ln(x (a + b) / a), of which `less` is what stands above 1: the same `less` on both sides lets its error cancel. */
function logOfRatio(less: number, x: number, a: number, b: number): number {
  return Math.abs(less) < 0.5 ? Math.log1p(less) : Math.log(x * (1 + b / a));
}

/** The denominator of the continued fraction, by the method of Lentz (1976), Appl. Opt. 15, 668-671. */
function continued(a: number, b: number, x: number, y: number, lead: number): number {
  let value = (a / (a + 1)) * (lead + 1);
  let up = value;
  let down = 0;
  for (let n = 1; n < 20_000; n++) {
    const odd = a + 2 * n - 1;
    const across = (n * (b - n) * x) / odd;
    const above = (((a + n - 1) * (a + b + n - 1)) / odd) * across * x;
    const below = n + across + ((a + n) / (odd + 2)) * (lead + 1 + n * (1 + y));
    down = 1 / (below + above * down);
    up = below + above / up;
    value *= up * down;
    if (Math.abs(up * down - 1) < 1e-16) break;
  }
  return value;
}

/** Where the lower tail is p and the upper one q, which is 1 - p: Newton's steps in ln x, kept between bounds. */
function solve(shape: Shape, p: number, q: number): number {
  let [low, high] = [0, 1];
  let x = guess(shape, p);
  for (let turn = 0; turn < 200 && x > 1e-300; turn++) {
    const { lower, value, slope } = tailOf(shape, x);
    const excess = lower ? Math.log(value / p) : Math.log(q / value);
    if (excess < 0) low = x;
    else high = x;
    const step = (-excess * value) / slope;
    const next = x * Math.exp(step);
    const inside = next > low && next < high;
    x = inside ? next : low > 0 ? Math.sqrt(low * high) : high / 1000;
    if (Math.abs(step) < 1e-9) return next;
  }
  return x;
}

/** A first guess: the logit taken as normal where there is a hump, the edge of the lower tail otherwise. */
function guess(shape: Shape, p: number): number {
  const { a, b } = shape;
  if (a < 2 || b < 2) return Math.min(0.5, Math.exp((Math.log(p) + shape.edge) / a));
  return 1 / (1 + (b / a) * Math.exp(-normalQuantile(p) * Math.sqrt(1 / a + 1 / b)));
}
