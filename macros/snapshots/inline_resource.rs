impl Folder {
    fn item(&self, name: &str) -> Option<Page> {
        self.pages.get(name).cloned()
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::pyramidion::traversal::Resource for Folder {
    fn item<'__a>(
        &'__a self,
        __name: &'__a ::core::primitive::str,
    ) -> ::pyramidion::traversal::ItemLookup<'__a> {
        ::pyramidion::traversal::Lookup::Ready({
            let __answer = Self::item(self, __name);
            ::pyramidion::traversal::ItemAnswer::into_item(__answer)
        })
    }
}
