impl<'a> ::pyramidion::TemplateContext for Page<'a> {
    const FIELDS: &'static [&'static ::core::primitive::str] = &["pageTitle"];
}
