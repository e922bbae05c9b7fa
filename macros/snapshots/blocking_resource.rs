impl Folder {
    const ACL: [Ace; 1] = [allow(EVERYONE, "view")];
    #[cfg(unix)]
    fn item(&self, name: &str) -> Option<Page> {
        self.read(name)
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::pyramidion::traversal::Resource for Folder {
    #[cfg(unix)]
    fn item<'__a>(
        &'__a self,
        __name: &'__a ::core::primitive::str,
    ) -> ::pyramidion::traversal::ItemLookup<'__a> {
        static __PYRAMIDION_EXECUTOR_USE: ::pyramidion::__private::ExecutorUse = ::pyramidion::__private::ExecutorUse {
            key: &DISK,
            function: "item",
            module: ::core::module_path!(),
            location: ::core::panic::Location::caller(),
        };
        ::pyramidion::__register!(
            { extern "C" fn __register() {
            ::pyramidion::__private::register_executor_use(& __PYRAMIDION_EXECUTOR_USE);
            } __register }
        );
        ::pyramidion::traversal::Lookup::Blocking(
            ::core::option::Option::unwrap_or(
                ::core::option::Option::Some(__PYRAMIDION_EXECUTOR_USE.key),
                &::pyramidion::executor::DEFAULT,
            ),
        )
    }
    #[cfg(unix)]
    fn blocking_item(
        &self,
        __name: &::core::primitive::str,
    ) -> ::core::result::Result<
        ::core::option::Option<::pyramidion::traversal::AnyResource>,
        ::pyramidion::traversal::ResourceError,
    > {
        let __answer = Self::item(self, __name);
        ::pyramidion::traversal::ItemAnswer::into_item(__answer)
    }
    fn acl(&self) -> ::pyramidion::traversal::AclLookup<'_> {
        ::pyramidion::traversal::Lookup::Ready(
            ::pyramidion::traversal::AclAnswer::into_acl(Self::ACL),
        )
    }
}
