async fn hash(text: String) -> u64 {
    let text = ::pyramidion::__private::job_argument(text);
    ::pyramidion::__private::run_function(
            ::core::concat!(::core::module_path!(), "::", "hash"),
            ::core::option::Option::None,
            {
                use ::pyramidion::__private::RefusedByPanic as _;
                ::pyramidion::__private::Returning::<u64>::NEW.refused()
            },
            move || -> u64 {
                let mut text = text;
                {
                    text.push('!');
                    text.len() as u64
                }
            },
        )
        .await
}
