from cms.models.picture import Picture, Rendition

__all__ = ["Picture", "Rendition"]
