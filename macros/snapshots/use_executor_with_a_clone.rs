async fn hash(&self, text: String, __argument2: (u32, u32)) -> Result<u64, Error> {
    static __PYRAMIDION_EXECUTOR_USE: ::pyramidion::__private::ExecutorUse = ::pyramidion::__private::ExecutorUse {
        key: &REPORTS,
        function: "hash",
        module: ::core::module_path!(),
        location: ::core::panic::Location::caller(),
    };
    ::pyramidion::__register!(
        { extern "C" fn __register() { ::pyramidion::__private::register_executor_use(&
        __PYRAMIDION_EXECUTOR_USE); } __register }
    );
    let __this = ::pyramidion::__private::job_argument(
        <Self as ::core::clone::Clone>::clone(self),
    );
    let text = ::pyramidion::__private::job_argument(text);
    #[allow(clippy::used_underscore_binding)]
    let __argument2 = ::pyramidion::__private::job_argument(__argument2);
    ::pyramidion::__private::run_function(
            ::core::concat!(::core::module_path!(), "::", "hash"),
            ::core::option::Option::Some(__PYRAMIDION_EXECUTOR_USE.key),
            {
                use ::pyramidion::__private::RefusedByPanic as _;
                ::pyramidion::__private::Returning::<Result<u64, Error>>::NEW.refused()
            },
            move || -> Result<u64, Error> {
                #[allow(clippy::used_underscore_binding)]
                let (left, _) = __argument2;
                {
                    let __self = &__this;
                    { __self.hasher.hash(&text, left) }
                }
            },
        )
        .await
}
