/** The map: the field as cells, receptors as dots, a place to read values at. */

import OlMap from "ol/Map";
import View from "ol/View";
import Feature from "ol/Feature";
import ScaleLine from "ol/control/ScaleLine";
import Zoom from "ol/control/Zoom";
import { defaults as interactions } from "ol/interaction/defaults";
import Point from "ol/geom/Point";
import ImageLayer from "ol/layer/Image";
import VectorLayer from "ol/layer/Vector";
import Projection from "ol/proj/Projection";
import ImageCanvas from "ol/source/ImageCanvas";
import VectorSource from "ol/source/Vector";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import type { Coordinate } from "ol/coordinate";
import type { Extent } from "ol/extent";

import type { Classes, Frame, Receptors } from "./model";
import { OUTLINE, classOf, outline, paint } from "./paint";

/** A receptor as it is drawn. */
export interface Dot {
  id: string;
  value: number | null;
}

/** Room around the area when the whole of it is shown (pixels). */
const PADDING = [12, 12, 12, 12];

export class FieldMap {
  readonly ol: OlMap;
  private readonly painted = document.createElement("canvas");
  private readonly source: ImageCanvas;
  private readonly dots = new VectorSource<Feature<Point>>();
  private readonly dotLayer: VectorLayer;
  private readonly extent: Extent;
  private classes: Classes = { limits: [], colours: [] };
  private edge: { values: Float32Array; threshold: number } | null = null;
  private onPlace: (at: Coordinate, receptor: string | null) => void = () => {};

  constructor(
    target: HTMLElement,
    private readonly frame: Frame | null,
    receptors: Receptors,
    labels: { zoomIn: string; zoomOut: string },
  ) {
    this.extent = frame ? extentOf(frame) : around(receptors);
    const code = `EPSG:${frame?.epsg ?? 28992}`;
    const projection = new Projection({ code, units: "m", extent: this.extent });
    this.source = new ImageCanvas({
      projection,
      ratio: 1,
      canvasFunction: (extent, resolution, ratio, size) =>
        this.draw(extent, resolution / ratio, size as [number, number]),
    });
    this.dotLayer = new VectorLayer({
      source: this.dots,
      visible: false,
      style: (feature) => this.dotStyle(feature.get("value") as number | null),
    });
    this.ol = new OlMap({
      target,
      layers: [new ImageLayer({ source: this.source }), this.dotLayer],
      controls: [
        new Zoom({ zoomInTipLabel: labels.zoomIn, zoomOutTipLabel: labels.zoomOut }),
        new ScaleLine(),
      ],
      interactions: interactions({ altShiftDragRotate: false, pinchRotate: false }),
      view: new View({
        projection,
        center: middle(this.extent),
        resolution: 10,
        minResolution: frame ? frame.cell / 32 : 0.5,
        maxResolution: span(this.extent) / 150,
        extent: widened(this.extent),
        showFullExtent: true,
        constrainResolution: false,
      }),
    });
    this.addDots(receptors);
    this.showAll();
    this.listen();
  }

  /** Calls `listener` with the place that the reader points at, and the receptor there. */
  onPlaceChange(listener: (at: Coordinate, receptor: string | null) => void): void {
    this.onPlace = listener;
  }

  /** Shows `values` in the colours of `classes`, and the border of what lies above `threshold`. */
  show(values: Float32Array, classes: Classes, threshold: number | null): void {
    this.classes = classes;
    if (this.frame) paint(this.painted, this.frame, values, classes);
    this.edge = threshold === null ? null : { values, threshold };
    this.source.changed();
  }

  /** Shows the receptors with these values, or hides them. */
  showReceptors(values: (number | null)[] | null, classes: Classes): void {
    this.classes = classes;
    this.dotLayer.setVisible(values !== null);
    if (!values) return;
    this.dots.getFeatures().forEach((dot) => {
      dot.set("value", values[dot.get("row") as number], true);
    });
    this.dots.changed();
  }

  /** Moves so that the whole area is in sight. */
  showAll(): void {
    this.ol.getView().fit(this.extent, { padding: PADDING });
  }

  /** Moves to a place and zooms in on it. */
  goTo(at: Coordinate): void {
    const view = this.ol.getView();
    view.setCenter(at);
    view.setResolution(Math.min(view.getResolution() ?? 1, span(this.extent) / 2400));
    this.onPlace(at, null);
  }

  /** Index of the pixel at a place, or -1. */
  pixelAt([x, y]: Coordinate): number {
    const frame = this.frame;
    if (!frame) return -1;
    const column = Math.floor((x - frame.west) / frame.pixel);
    const row = Math.floor((frame.north - y) / frame.pixel);
    const inside = column >= 0 && row >= 0 && column < frame.columns && row < frame.rows;
    return inside ? row * frame.columns + column : -1;
  }

  private addDots(receptors: Receptors): void {
    const dots = receptors.ids.map(
      (id, row) =>
        new Feature({ geometry: new Point([receptors.x[row], receptors.y[row]]), id, row }),
    );
    this.dots.addFeatures(dots);
  }

  private listen(): void {
    this.ol.on("pointermove", (event) => {
      if (!event.dragging) this.onPlace(event.coordinate, this.receptorAt(event.pixel));
    });
    this.ol.on("click", (event) => {
      this.onPlace(event.coordinate, this.receptorAt(event.pixel));
    });
    const element = this.ol.getTargetElement() as HTMLElement;
    let keyed = false;
    element.addEventListener("keydown", () => (keyed = true));
    element.addEventListener("pointermove", () => (keyed = false));
    this.ol.on("moveend", () => {
      const centre = this.ol.getView().getCenter();
      element.classList.toggle("keyed", keyed);
      if (keyed && centre) this.onPlace(centre, null);
    });
  }

  private receptorAt(pixel: number[]): string | null {
    if (!this.dotLayer.getVisible()) return null;
    const hit = this.ol.forEachFeatureAtPixel(pixel, (feature) => feature, {
      hitTolerance: 4,
    });
    return hit ? (hit.get("id") as string) : null;
  }

  private dotStyle(value: number | null): Style {
    const colour = value === null ? "#d6d8dc" : this.classes.colours[classOf(this.classes, value)];
    return new Style({
      image: new CircleStyle({
        radius: 4,
        fill: new Fill({ color: colour }),
        stroke: new Stroke({ color: "#202024", width: 1 }),
      }),
    });
  }

  private draw(extent: Extent, resolution: number, size: [number, number]): HTMLCanvasElement {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(size[0]);
    canvas.height = Math.round(size[1]);
    const context = canvas.getContext("2d");
    const frame = this.frame;
    if (!context || !frame || this.painted.width === 0) return canvas;
    const scale = frame.pixel / resolution;
    context.setTransform(
      scale,
      0,
      0,
      scale,
      (frame.west - extent[0]) / resolution,
      (extent[3] - frame.north) / resolution,
    );
    // Cells stay squares when they are large and blend when many fall on one dot of the screen.
    context.imageSmoothingEnabled = scale < 1;
    context.imageSmoothingQuality = "high";
    context.drawImage(this.painted, 0, 0);
    if (this.edge) {
      context.strokeStyle = OUTLINE;
      context.lineWidth = 2.5 / scale;
      outline(context, frame, this.edge.values, this.edge.threshold);
    }
    return canvas;
  }
}

function extentOf(frame: Frame): Extent {
  const east = frame.west + frame.columns * frame.pixel;
  const south = frame.north - frame.rows * frame.pixel;
  return [frame.west, south, east, frame.north];
}

function around(receptors: Receptors): Extent {
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const margin = 100;
  return [
    least(receptors.x) - margin,
    least(receptors.y) - margin,
    most(receptors.x) + margin,
    most(receptors.y) + margin,
  ];
}

function middle([west, south, east, north]: Extent): Coordinate {
  return [(west + east) / 2, (south + north) / 2];
}

function span([west, south, east, north]: Extent): number {
  return Math.max(east - west, north - south);
}

/** The area that the reader may move over. */
function widened(extent: Extent): Extent {
  const margin = span(extent) / 2;
  const [west, south, east, north] = extent;
  return [west - margin, south - margin, east + margin, north + margin];
}
