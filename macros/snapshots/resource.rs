#[cfg(unix)]
impl<T: Store> Folder<T> {
    async fn item(&self, name: &str) -> Result<Option<Page>, StoreError> {
        self.store.load(name).await
    }
    fn acl(&self) -> Acl {
        self.store.acl()
    }
}
#[cfg(unix)]
#[automatically_derived]
#[allow(deprecated)]
impl<T: Store> ::pyramidion::traversal::Resource for Folder<T> {
    fn item<'__a>(
        &'__a self,
        __name: &'__a ::core::primitive::str,
    ) -> ::pyramidion::traversal::ItemLookup<'__a> {
        ::pyramidion::traversal::Lookup::Coroutine(
            ::std::boxed::Box::pin(async move {
                let __answer = Self::item(self, __name).await;
                ::pyramidion::traversal::ItemAnswer::into_item(__answer)
            }),
        )
    }
    fn acl(&self) -> ::pyramidion::traversal::AclLookup<'_> {
        ::pyramidion::traversal::Lookup::Blocking(&::pyramidion::executor::DEFAULT)
    }
    fn blocking_acl(
        &self,
    ) -> ::core::result::Result<
        ::core::option::Option<::pyramidion::acl::Acl>,
        ::pyramidion::traversal::ResourceError,
    > {
        let __answer = Self::acl(self);
        ::pyramidion::traversal::AclAnswer::into_acl(__answer)
    }
}
