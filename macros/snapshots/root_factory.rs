pub fn site(request: &Request) -> Site {
    Site::of(request.host())
}
/// Names the root factory `site` in the configuration: `site {}`.
#[allow(
    non_camel_case_types,
    dead_code,
    missing_copy_implementations,
    missing_debug_implementations,
    unnameable_types,
    unreachable_pub
)]
pub struct site {}
#[allow(deprecated)]
impl ::pyramidion::traversal::RootFactory for site {
    fn can_fail(&self) -> bool {
        #[allow(unused_imports)]
        use ::pyramidion::__private::RootCanFail as _;
        ::pyramidion::__private::RootOf::<Site>::new().can_fail()
    }
    fn root<'__a>(
        &'__a self,
        __request: &'__a ::pyramidion::Request,
    ) -> ::pyramidion::traversal::RootLookup<'__a> {
        ::pyramidion::traversal::Lookup::Blocking(&::pyramidion::executor::DEFAULT)
    }
    fn blocking_root(
        &self,
        __request: &::pyramidion::Request,
    ) -> ::core::result::Result<
        ::pyramidion::traversal::AnyResource,
        ::pyramidion::traversal::ResourceError,
    > {
        let __answer = site(__request);
        ::pyramidion::traversal::RootAnswer::into_root(__answer)
    }
}
