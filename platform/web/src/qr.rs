//! QR codes, made here: nothing that stands in one leaves the installation.

use kernel::Problem;

/// A QR code as the path of an SVG picture, with the length of its side in modules, four of them quiet on each side.
///
/// # Errors
/// [`Problem::Unexpected`] when the text is longer than a QR code holds.
pub fn qr_picture(text: &str) -> Result<(String, usize), Problem> {
    const QUIET: usize = 4;
    let code = qrcode::QrCode::new(text.as_bytes()).map_err(Problem::unexpected)?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        for (x, colour) in row.iter().enumerate() {
            if *colour == qrcode::Color::Dark {
                path.push_str(&format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET));
            }
        }
    }
    Ok((path, width + 2 * QUIET))
}
