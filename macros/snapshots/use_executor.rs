async fn hash(text: String) -> u64 {
    let text = ::pyramidion::__private::job_argument(text);
    ::pyramidion::__private::run_function(
            ::core::concat!(::core::module_path!(), "::", "hash"),
            ::core::option::Option::None,
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
