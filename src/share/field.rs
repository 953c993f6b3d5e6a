//! GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (0x11b, the field of AES): no table, no branch on a value.
//!
//! Selection goes through `subtle`, whose barrier keeps the compiler from making a branch of a mask.

use crate::secret::{ArenaFull, Secret};
use subtle::{Choice, ConditionallySelectable};

/// The value at `x` of the polynomial of least degree through `points`, byte by byte: Lagrange.
///
/// The x coordinates are public and must differ; the values are secret and must have one length.
///
/// # Errors
/// [`ArenaFull`].
pub fn interpolate(points: &[(u8, &[u8])], x: u8) -> Result<Secret, ArenaFull> {
    let len = points.first().map_or(0, |(_, y)| y.len());
    Secret::build(len, |out| {
        for &(xi, y) in points {
            let basis = basis(points, xi, x);
            for (out, &y) in out.iter_mut().zip(y) {
                *out ^= multiply(y, basis);
            }
        }
    })
}

/// The product.
#[inline]
pub fn multiply(mut a: u8, b: u8) -> u8 {
    let mut product = 0;
    for bit in 0..8 {
        product ^= if_set(b >> bit & 1, a);
        a = a << 1 ^ if_set(a >> 7, 0x1b);
    }
    product
}

/// What the point at `xi` counts for at `x`: the product of (x - xj) / (xi - xj) over all others.
fn basis(points: &[(u8, &[u8])], xi: u8, x: u8) -> u8 {
    let others = points.iter().map(|&(xj, _)| xj).filter(|&xj| xj != xi);
    let (above, below) = others.fold((1, 1), |(above, below), xj| {
        (multiply(above, x ^ xj), multiply(below, xi ^ xj))
    });
    multiply(above, inverse(below))
}

/// a^254, which is 1 / a; 0 for 0.
fn inverse(a: u8) -> u8 {
    let mut power = a;
    let mut product = 1;
    for _ in 0..7 {
        power = multiply(power, power);
        product = multiply(product, power);
    }
    product
}

/// The value where the bit is 1, else 0.
#[inline]
fn if_set(bit: u8, value: u8) -> u8 {
    u8::conditional_select(&0, &value, Choice::from(bit))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Schoolbook: multiply as polynomials, then divide by 0x11b.
    fn by_division(a: u8, b: u8) -> u8 {
        let mut product = (0..8).fold(0u16, |p, i| {
            if b >> i & 1 == 1 {
                p ^ u16::from(a) << i
            } else {
                p
            }
        });
        for i in (8..16).rev() {
            if product >> i & 1 == 1 {
                product ^= 0x11b << (i - 8);
            }
        }
        product as u8
    }

    #[test]
    fn all_65536_products_are_those_of_polynomial_division() {
        for a in 0..=255 {
            for b in 0..=255 {
                assert_eq!(multiply(a, b), by_division(a, b), "{a} * {b}");
            }
        }
    }

    #[test]
    fn every_value_but_zero_has_its_inverse() {
        assert_eq!(inverse(0), 0);
        for a in 1..=255 {
            assert_eq!(by_division(a, inverse(a)), 1, "{a}");
        }
    }

    #[test]
    fn the_product_of_the_aes_standard() {
        assert_eq!(multiply(0x57, 0x83), 0xc1); // FIPS 197, 4.2
    }

    #[test]
    fn interpolation_at_a_given_point_gives_that_point() {
        let points: [(u8, &[u8]); 3] = [(0, &[1, 2]), (7, &[3, 250]), (254, &[9, 0])];
        for (x, y) in points {
            assert!(interpolate(&points, x).is_ok_and(|at| at.bytes() == y));
        }
    }
}
