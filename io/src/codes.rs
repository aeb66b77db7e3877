//! Words that a format spells as codes.

/// Declares an enum of which every variant has one spelling in a file, with `CODES`, `code` and
/// `parse`.
macro_rules! codes {
    (
        $(#[$outer:meta])*
        $name:ident, $what:literal {
            $($(#[$inner:meta])* $variant:ident = $code:literal,)+
        }
    ) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$inner])* $variant,)+
        }

        impl $name {
            /// All spellings, in the order of the variants.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The spelling in a file.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Reads a spelling.
            ///
            /// # Errors
            /// When `text` is none of [`Self::CODES`].
            pub fn parse(text: &str) -> std::result::Result<Self, $crate::error::Fault> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::error::Fault::new(format!(
                        "{} ({})", $what, Self::CODES.join(", ")
                    ))
                    .found(text)
                    .nearest(Self::CODES.iter().copied())),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str(self.code())
            }
        }
    };
}

pub(crate) use codes;
