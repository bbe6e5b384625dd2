//! Objects with known members.

/// A struct that is a JSON object: its fields are [`Field`](super::value::Field)s with their keys, and what it does
/// not know stands in `extra`.
macro_rules! record {
    ($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident: $type:ty = $key:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
        pub struct $name {
            $($(#[$field_about])* pub $field: $type,)*
            /// What is not known here.
            pub extra: $crate::Extra,
        }

        impl $name {
            /// Reads the member that the scanner stands on.
            fn member(
                &mut self,
                scanner: &mut cupola_base::json::Scanner<'_>,
                kind: cupola_base::json::Kind,
            ) -> Result<(), cupola_base::json::ScanError> {
                let key = scanner.key();
                $(if key == $key {
                    return self.extra.or_keep(&mut self.$field, $key, scanner, kind);
                })*
                self.extra.keep(scanner, kind)
            }
        }

        impl $crate::segment::value::Value for $name {
            fn read(
                scanner: &mut cupola_base::json::Scanner<'_>,
                kind: cupola_base::json::Kind,
            ) -> Result<Option<Self>, cupola_base::json::ScanError> {
                if kind != cupola_base::json::Kind::Object {
                    return $crate::segment::value::leave(scanner, kind);
                }
                let mut record = Self::default();
                while let Some(kind) = scanner.next_member()? {
                    record.member(scanner, kind)?;
                }
                Ok(Some(record))
            }

            fn write(&self, out: &mut String) {
                out.push('{');
                $($crate::segment::value::Field::write(&self.$field, concat!("\"", $key, "\":"), out);)*
                self.extra.write(out);
                $crate::segment::write::end_object(out);
            }
        }
    };
}

pub(crate) use record;
