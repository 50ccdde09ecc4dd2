// Running sums of what is typed: an output with data-sum="name" follows the fields with data-adds="name" and says when it
// is not its data-goal. Exact, in whole thousandths; what cannot be read leaves the sum as it was.
const wired = new WeakSet();

export function wireSums(root) {
  for (const output of root.querySelectorAll('output[data-sum]')) {
    if (wired.has(output)) continue;
    wired.add(output);
    const fields = [...document.querySelectorAll(`[data-adds="${CSS.escape(output.dataset.sum)}"]`)];
    const follow = () => {
      const sum = total(fields.map((field) => field.value));
      if (sum === null) return;
      output.textContent = written(sum);
      const goal = output.dataset.goal ? total([output.dataset.goal]) : sum;
      output.parentElement.classList.toggle('running-sum-off', sum !== goal);
    };
    for (const field of fields) field.addEventListener('input', follow);
  }
}

/** The sum in thousandths; empty texts add nothing, and null stands for a text that is no number. */
export function total(texts) {
  let sum = 0n;
  for (const text of texts) {
    const plain = text.normalize('NFKC').replace(/\s|分$/g, '');
    if (plain === '') continue;
    const parts = /^([+-]?)(\d*)\.?(\d{0,3})$/.exec(plain);
    if (!parts || (parts[2] === '' && parts[3] === '')) return null;
    const thousandths = BigInt(parts[2] || 0) * 1000n + BigInt(parts[3].padEnd(3, '0'));
    sum += parts[1] === '-' ? -thousandths : thousandths;
  }
  return sum;
}

/** Thousandths as people write them: 100, 9.5. */
export function written(thousandths) {
  const size = thousandths < 0n ? -thousandths : thousandths;
  const digits = String(size % 1000n).padStart(3, '0').replace(/0+$/, '');
  return `${thousandths < 0n ? '-' : ''}${size / 1000n}${digits ? `.${digits}` : ''}`;
}
