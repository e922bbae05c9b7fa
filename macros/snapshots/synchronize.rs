pub(crate) async fn load_async<T: Key>(&self, key: &T) -> Result<User, Error> {
    self.store.load(key).await
}
#[track_caller]
pub(crate) fn load<T: Key>(&self, __argument1: &T) -> Result<User, Error> {
    ::pyramidion::__private::synchronize_function(
        ::core::concat!(::core::module_path!(), "::", "load"),
        Self::load_async(self, __argument1),
    )
}
