impl Articles {
    async fn show(&self) -> String {
        self.text.clone()
    }
}
impl ::pyramidion::ViewClass for Articles
where
    Self: 'static,
{
    fn definitions() -> ::std::vec::Vec<::pyramidion::__private::ViewDefinition> {
        ::std::vec::Vec::new()
    }
}
::core::compile_error! {
    "`Articles` has no `new` in this block, so nothing makes one for a request\n\nhelp: write `fn new(request: Request) -> Self` beside the views of the type, which are all in one block; its arguments are those of a view: parameters of the route, extractors, `State<T>`, `Request`"
}
