import { fail, lacking } from '../errors.js';

/** What PCRE has and JavaScript's regular expressions lack; such a pattern would match something else in silence. */
const FOREIGN = /\(\?(?:[>|#(&PR+\-\d]|[a-zA-Z]+[-:)])|\\[AZzGKQEhHRX]|[*+?}]\+|\[\[:|\(\*[A-Z]/;

/** @type {Map<string, RegExp>} */
const cache = new Map();

/**
 * @param {string} pattern
 * @param {string} options of `i`, `m`, `s`, `x`, `u`
 * @returns {RegExp} never global, so it holds no state
 */
export function regularExpression(pattern, options = '') {
  const key = `${options}/${pattern}`;
  const known = cache.get(key);
  if (known) return known;
  for (const option of options) if (!'imsxu'.includes(option)) fail(51108, `invalid flag in regex options: ${option}`);
  if (FOREIGN.test(pattern) || options.includes('x')) lacking(`the regular expression '${pattern}' with options '${options}', whose syntax JavaScript lacks,`);
  let compiled;
  try {
    compiled = new RegExp(pattern, `${[...new Set(options)].filter((option) => 'ims'.includes(option)).join('')}u`);
  } catch {
    try {
      // The Unicode mode refuses needless escapes that PCRE takes.
      compiled = new RegExp(pattern, [...new Set(options)].filter((option) => 'ims'.includes(option)).join(''));
    } catch (error) {
      fail(51091, `Regular expression is invalid: ${error.message}`);
    }
  }
  if (cache.size > 1000) cache.clear();
  cache.set(key, compiled);
  return compiled;
}
