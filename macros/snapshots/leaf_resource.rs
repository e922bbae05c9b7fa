pub struct Page<T>
where
    T: Send,
{
    text: T,
}
#[automatically_derived]
#[allow(deprecated)]
impl<T> ::pyramidion::traversal::Resource for Page<T>
where
    T: Send,
{}
