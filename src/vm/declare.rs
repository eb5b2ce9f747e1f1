//! Declarations for native modules' objects: a struct of slots and shareable fields with its layout, in one place.
//!
//! Every slot is traced, every other field must be shareable between threads and is not dropped, but for what the struct says it owns ([`Owned`]), which
//! is dropped when the object has died ([`crate::payloads`]). Fields are not traced: one that holds a [`Value`] of the heap, an object or a reference into
//! one belongs among the slots, and no compiler says so.

use typhon_gc::Header;

use crate::context::{Cx, R};
use crate::instance;
use crate::object::{Obj, Payload};
use crate::runtime::NativeType;
use crate::types::dict::{self, Dict};
use crate::types::type_::Type;
use crate::value::Value;

/// Declares a struct that lies at the start of a heap object, with its layout. `with_attributes` after the name gives instances a `__dict__`.
#[macro_export]
macro_rules! object_struct {
    (
        $(#[$doc:meta])*
        $vis:vis struct $Name:ident: $text:literal, $kind:ident {
            slots { $($(#[$slot_doc:meta])* $slot_vis:vis $slot:ident,)* }
            fields { $($(#[$field_doc:meta])* $field_vis:vis $field:ident: $Type:ty,)* }
            $(owns { $owned_vis:vis $owned:ident: $Owned:ty })?
        }
    ) => {
        $(#[$doc])*
        #[repr(C)]
        $vis struct $Name {
            header: $crate::gc::Header,
            $($(#[$slot_doc])* $slot_vis $slot: $crate::gc::Slot,)*
            $($(#[$field_doc])* $field_vis $field: $Type,)*
            $($owned_vis $owned: $crate::declare::Owned<$Owned>,)?
        }

        const _: () = {
            use $crate::gc::{ObjRef, Tracer};
            use $crate::object::{Obj, Payload};
            use $crate::typedef::Layout;

            unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
                // SAFETY: called for objects of this layout only.
                let this = unsafe { Obj::<$Name>::cast_unchecked(object) };
                $(tracer.slot(&this.$slot);)*
                let _ = (this, tracer);
            }

            $(unsafe fn take(object: ObjRef) -> $crate::payloads::Taken {
                // SAFETY: called once, for a dead object of this layout.
                let this = unsafe { Obj::<$Name>::cast_unchecked(object) };
                // SAFETY: as above; nobody will look at the object again.
                unsafe { this.$owned.take() as Box<$Owned> }
            })?

            static LAYOUT: Layout = Layout {
                $(take: Some({
                    let _: fn($Owned) = drop;
                    take
                }),)?
                ..Layout::$kind($text, size_of::<$Name>(), trace)
            };

            // SAFETY: repr(C), header first, every slot traced; the other fields are shareable, as checked below.
            unsafe impl Payload for $Name {
                const LAYOUT: &'static Layout = &LAYOUT;
            }

            const fn shareable<T: Send + Sync>() {}
            $(shareable::<$Type>();)*
            $(shareable::<$Owned>();)?
        };
    };
}

/// What an object owns outside the heap; dropped after the collection that finds the object dead.
pub struct Owned<T: Send + Sync + 'static>(*const T);

// SAFETY: a box of something that may be shared and dropped anywhere.
unsafe impl<T: Send + Sync> Send for Owned<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for Owned<T> {}

impl<T: Send + Sync> Owned<T> {
    /// For an object made by [`new_owner`], which has it dropped. Where memory for the object is lacking it is never dropped.
    pub fn new(value: T) -> Owned<T> {
        Owned(Box::into_raw(Box::new(value)))
    }

    /// Takes the value out.
    ///
    /// # Safety
    /// Nobody uses the value afterwards.
    pub unsafe fn take(&self) -> Box<T> {
        // SAFETY: the pointer came from a box, and as the caller promises.
        unsafe { Box::from_raw(self.0.cast_mut()) }
    }
}

impl<T: Send + Sync> std::ops::Deref for Owned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the box lives until its object has died; whoever holds this reference keeps the object alive.
        unsafe { &*self.0 }
    }
}

/// A new instance of a class whose objects own about `bytes` outside the heap.
pub fn new_owner<T: Payload>(
    cx: &Cx,
    class: Obj<Type>,
    bytes: usize,
    make: impl FnOnce(Header) -> T,
) -> R<Obj<T>> {
    let made = new_instance(cx, class, make)?;
    crate::payloads::watch(cx, made.object(), bytes);
    Ok(made)
}

/// A new instance of a class given as a value, with attribute words where the class has them.
pub fn instance_of<T: Payload>(cx: &Cx, class: Value, make: impl FnOnce(Header) -> T) -> R<Obj<T>> {
    match class.cast::<Type>() {
        Some(class) => new_instance(cx, class, make),
        None => Err(cx.type_error("a type is expected".into())),
    }
}

/// A new instance of a class, with attribute words where the class has them.
pub fn new_instance<T: Payload>(cx: &Cx, class: Obj<Type>, make: impl FnOnce(Header) -> T) -> R<Obj<T>> {
    if !std::ptr::eq(class.layout(), T::LAYOUT) {
        return Err(cx.type_error(format!("{}.__new__ is not safe here", class.name_text())));
    }
    let (shape, header) = instance::start(class);
    cx.alloc_instance(shape, make(header))
}

/// The object in a receiver that the method's descriptor has checked already.
pub fn receiver<T: Payload>(cx: &Cx, value: Value) -> R<Obj<T>> {
    value.cast::<T>().ok_or_else(|| {
        let (wanted, given) = (T::LAYOUT.name, cx.type_name(value));
        cx.type_error(format!("expected {wanted}, got '{given}'"))
    })
}

/// Puts types into a module's namespace under their own names.
pub fn add_types(cx: &Cx, namespace: Obj<Dict>, types: &[&NativeType]) -> R<()> {
    for native in types {
        let class = native.class(cx)?;
        dict::set(cx, namespace, class.name(), class.value())?;
    }
    Ok(())
}
