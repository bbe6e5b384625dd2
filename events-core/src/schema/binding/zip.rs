//! Several files as one.

use flate2::Crc;

use super::SourceFile;

/// A ZIP archive of the files, stored without compression, dated 1980-01-01: the same files give the same bytes.
///
/// ```
/// use cupola_events::schema::{Inference, Language, zip};
///
/// let files = Inference::of("{}")?.schema().bindings(Language::TypeScript3);
/// let archive = zip(&files);
/// assert!(archive.starts_with(b"PK\x03\x04"));
/// # Ok::<(), cupola_events::schema::InferError>(())
/// ```
///
/// # Source
/// PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", 4.3. Past 65,535 files, or 4 GiB, files are left out: there
/// the format ends.
#[must_use]
pub fn zip(files: &[SourceFile]) -> Vec<u8> {
    let (mut out, mut directory, mut count) = (Vec::new(), Vec::new(), 0u16);
    for file in files {
        let (Ok(start), Some(header)) = (u32::try_from(out.len()), header(file)) else { continue };
        let Some(next) = count.checked_add(1) else { break };
        count = next;
        out.extend(b"PK\x03\x04");
        out.extend(&header);
        out.extend(file.path.as_bytes());
        out.extend(file.text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&header);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(file.path.as_bytes());
    }
    end(&mut out, &directory, count);
    out
}

/// What stands in the local header and in the directory alike: version, flags, method, date, checksum, sizes, lengths.
fn header(file: &SourceFile) -> Option<Vec<u8>> {
    let size = u32::try_from(file.text.len()).ok()?;
    let name = u16::try_from(file.path.len()).ok()?;
    let mut crc = Crc::new();
    crc.update(file.text.as_bytes());
    let mut header = Vec::with_capacity(26);
    // Version 2.0; names are UTF-8; stored; 00:00:00 of 1980-01-01.
    header.extend(b"\x14\x00\x00\x08\x00\x00\x00\x00\x21\x00");
    header.extend(crc.sum().to_le_bytes());
    header.extend(size.to_le_bytes());
    header.extend(size.to_le_bytes());
    header.extend(name.to_le_bytes());
    header.extend([0; 2]);
    Some(header)
}

fn end(out: &mut Vec<u8>, directory: &[u8], count: u16) {
    let at = u32::try_from(out.len()).unwrap_or(u32::MAX);
    let size = u32::try_from(directory.len()).unwrap_or(u32::MAX);
    out.extend(directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
}
