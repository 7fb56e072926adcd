// The growing numbers of rows by which files name them: pure functions.

/**
 * Growing numbers as postings.py writes them.
 * @param {string} text
 */
export function decodeNumbers(text) {
  const numbers = [];
  let number = -1;
  let gap = 0;
  let weight = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const digit = code - (code > 92 ? 36 : 35);
    if (digit < 45) {
      number += gap + digit * weight + 1;
      numbers.push(number);
      gap = 0;
      weight = 1;
    } else {
      gap += (digit - 45) * weight;
      weight *= 45;
    }
  }
  return numbers;
}

/**
 * The numbers that all lists have; each list grows.
 * @param {number[][]} lists
 */
export function intersect(lists) {
  const [first, ...others] = [...lists].sort((a, b) => a.length - b.length);
  return others.reduce((common, other) => {
    let at = 0;
    return common.filter((number) => {
      while (at < other.length && other[at] < number) at++;
      return other[at] === number;
    });
  }, first || []);
}
