/**
 * Which part of a box is shown. `record` is what is kept here, `changing` that the voter asked to vote once more, `refused`
 * that the issuer would not answer what was asked; the rest stands in the page.
 */
export function partOf({ record, issued, issuing, casting, over, changing = false, refused = false }) {
  if (!record || record.state === 'asked') {
    // What was asked may have been answered: only the issuer can tell, whatever the page says.
    if (record && !refused) return 'take';
    if (issued) return over ? 'closed' : 'elsewhere';
    return issuing ? 'take' : 'closed';
  }
  if (record.state === 'cast') return casting && (changing || record.pending) ? 'fill' : 'done';
  if (casting) return 'fill';
  return over ? 'closed' : 'wait';
}
