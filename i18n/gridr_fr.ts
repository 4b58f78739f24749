<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
  <context>
    <name>GridR</name>
    <message>
      <location filename="../algorithms/base.py" />
      <source>gridr</source>
      <translation>gridr</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>raster</source>
      <translation>raster</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>validity</source>
      <translation>validité</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>{} must be a raster file that GDAL reads.</source>
      <translation>{} doit être un fichier raster que GDAL sait lire.</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>{} is {}; it must be one of {}.</source>
      <translation>{} vaut {} ; les valeurs possibles sont {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>{} is {}; it must be {:g} or more.</source>
      <translation>{} vaut {} ; il faut {:g} ou plus.</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>{} is {}; it must be {:g} or less.</source>
      <translation>{} vaut {} ; il faut {:g} ou moins.</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>{} is {}; it must be more than 0 and at most 1.</source>
      <translation>{} vaut {} ; il faut plus de 0 et au plus 1.</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>{} is {}; it must be a number.</source>
      <translation>{} vaut {} ; il faut un nombre.</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>{} is {:.0f}; it must be a whole number of at most 31 bits.</source>
      <translation>{} vaut {:.0f} ; il faut un nombre entier de 31 bits au plus.</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>{} is not set; it must be a file.</source>
      <translation>{} n'est pas renseigné ; il faut un fichier.</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>Engine: numba (it compiles on the first run only).</source>
      <translation>Moteur : numba (il ne compile qu'à la première exécution).</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>Engine: numba, which compiles anew in each session: its folder cannot be written to. Name another in Settings &gt; Options &gt; Processing &gt; GridR or by the environment variable GRIDR_CACHE_DIR.</source>
      <translation>Moteur : numba, qui compile de nouveau à chaque session : son dossier ne peut pas être écrit. Choisissez-en un autre dans Préférences &gt; Options &gt; Traitement &gt; GridR ou par la variable d'environnement GRIDR_CACHE_DIR.</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>Engine: numpy.</source>
      <translation>Moteur : numpy.</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>Engine: numpy, which is slower: {}. Settings &gt; Options &gt; Processing &gt; GridR tells how to install numba; so does {}</source>
      <translation>Moteur : numpy, plus lent : {}. Préférences &gt; Options &gt; Traitement &gt; GridR dit comment installer numba ; {} aussi</translation>
    </message>
    <message>
      <location filename="../algorithms/base.py" />
      <source>There is not enough memory: {}.</source>
      <translation>La mémoire ne suffit pas : {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/models/coarsemasktofine.model3" />
      <location filename="../algorithms/models/warpwithclouds.model3" />
      <location filename="../algorithms/vectorize_mask.py" />
      <source>footprint</source>
      <translation>emprise</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>full resolution</source>
      <translation>pleine résolution</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/create_grid_from_affine.py" />
      <location filename="../algorithms/create_grid_from_crs.py" />
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <location filename="../algorithms/grid_report.py" />
      <location filename="../algorithms/grid_resampling.py" />
      <source>grid</source>
      <translation>grille</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/grid_resampling.py" />
      <location filename="../algorithms/mask_from_values.py" />
      <location filename="../algorithms/models/coarsemasktofine.model3" />
      <location filename="../algorithms/models/warpwithclouds.model3" />
      <location filename="../algorithms/resample_interpolate.py" />
      <location filename="../algorithms/resample_nearest.py" />
      <location filename="../algorithms/resample_statistics.py" />
      <location filename="../algorithms/vectorize_mask.py" />
      <location filename="../algorithms/warp.py" />
      <source>mask</source>
      <translation>masque</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/models/stackonreference.model3" />
      <source>merge</source>
      <translation>fusion</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/models/coarsemasktofine.model3" />
      <source>oversample</source>
      <translation>suréchantillonnage</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/models/coarsemasktofine.model3" />
      <location filename="../algorithms/vectorize_mask.py" />
      <source>polygon</source>
      <translation>polygone</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/create_grid_from_affine.py" />
      <location filename="../algorithms/create_grid_from_crs.py" />
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <location filename="../algorithms/grid_report.py" />
      <location filename="../algorithms/grid_resampling.py" />
      <location filename="../algorithms/warp.py" />
      <source>remap</source>
      <translation>remap</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/create_grid_from_affine.py" />
      <location filename="../algorithms/create_grid_from_crs.py" />
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <location filename="../algorithms/grid_report.py" />
      <location filename="../algorithms/grid_resampling.py" />
      <location filename="../algorithms/models/stackonreference.model3" />
      <location filename="../algorithms/models/warpwithclouds.model3" />
      <location filename="../algorithms/warp.py" />
      <source>warp</source>
      <translation>warp</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Build grid and mask</source>
      <translation>Construire une grille et son masque</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/grid_making.py" />
      <location filename="../algorithms/grid_report.py" />
      <source>Grids</source>
      <translation>Grilles</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Oversamples a grid together with its mask, and merges the mask into the grid.</source>
      <translation>Suréchantillonne une grille avec son masque, et fusionne le masque dans la grille.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>&lt;p&gt;Makes a grid of every output pixel, or of any finer step, from a coarse one. Its coordinates are bilinear between the nodes and keep their convention, whatever it is.&lt;/p&gt;&lt;p&gt;A pixel of the new grid is valid if the grid has coordinates there (every node with weight is known), if it is valid in the raster mask, lies in a valid polygon and in no invalid one; what is not given constrains nothing. Pixels that are not valid get a fill value in both bands, NaN unless you set another, so that the grid alone tells what may be used; the mask may be written as well.&lt;/p&gt;&lt;p&gt;A raster mask of the grid's own rows and columns belongs to its nodes: one invalid node makes invalid all pixels on which it has weight. Any other is laid over the output by georeference.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Fait d'une grille grossière une grille de tous les pixels de sortie, ou d'un pas plus fin. Ses coordonnées sont bilinéaires entre les nœuds et gardent leur convention, quelle qu'elle soit.&lt;/p&gt;&lt;p&gt;Un pixel de la nouvelle grille est valide si la grille y a des coordonnées (tous les nœuds qui ont un poids sont connus), s'il est valide dans le masque raster, s'il est dans un polygone valide et dans aucun polygone invalide ; ce qui n'est pas donné n'impose rien. Les pixels qui ne sont pas valides reçoivent une valeur de remplissage dans les deux bandes, NaN si vous n'en choisissez pas une autre, de sorte que la grille seule dit ce qui est utilisable ; le masque peut aussi être écrit.&lt;/p&gt;&lt;p&gt;Un masque raster qui a les lignes et les colonnes de la grille appartient à ses nœuds : un nœud invalide rend invalides tous les pixels sur lesquels il a un poids. Tout autre masque est posé sur la sortie par géoréférence.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/convert_grid.py" />
      <source>New step (output pixels)</source>
      <translation>Nouveau pas (pixels de sortie)</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Output pixels from one node of the new grid to the next: a divisor of the grid's own step. The default 1 is full resolution.</source>
      <translation>Pixels de sortie d'un nœud de la nouvelle grille au suivant : un diviseur du pas de la grille. Par défaut 1, la pleine résolution.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/build_mask.py" />
      <source>Raster mask</source>
      <translation>Masque raster</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Raster that is 0 (or nodata) where invalid and anything else where valid; of the nodes, or of any georeference.</source>
      <translation>Raster qui vaut 0 (ou nodata) où c'est invalide et autre chose où c'est valide ; celui des nœuds, ou de n'importe quelle géoréférence.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/build_mask.py" />
      <source>Band of the raster mask</source>
      <translation>Bande du masque raster</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Counted from 1; the default is 1.</source>
      <translation>Comptée à partir de 1 ; par défaut 1.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>the new grid</source>
      <translation>la nouvelle grille</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Merge the mask into the grid</source>
      <translation>Fusionner le masque dans la grille</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Whether pixels that are not valid get the fill value; yes by default. Otherwise only those are nodata that lack coordinates.</source>
      <translation>Indique si les pixels qui ne sont pas valides reçoivent la valeur de remplissage ; oui par défaut. Sinon seuls ceux qui n'ont pas de coordonnées sont nodata.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Fill value</source>
      <translation>Valeur de remplissage</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>For both bands where the mask is invalid; declared as nodata. Not set: NaN.</source>
      <translation>Pour les deux bandes là où le masque est invalide ; déclarée comme nodata. Non renseignée : NaN.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <location filename="../algorithms/convert_grid.py" />
      <source>New grid</source>
      <translation>Nouvelle grille</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Raster of two float64 bands: rows (or y) and columns (or x).</source>
      <translation>Raster de deux bandes float64 : lignes (ou y) et colonnes (ou x).</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Mask of the new grid</source>
      <translation>Masque de la nouvelle grille</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Raster of one byte per pixel, compressed; no value is declared as nodata.</source>
      <translation>Raster d'un octet par pixel, compressé ; aucune valeur n'est déclarée comme nodata.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_grid_mask.py" />
      <source>Grid of {} x {} pixels, {} valid and {} invalid.</source>
      <translation>Grille de {} x {} pixels, {} valides et {} invalides.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>burn</source>
      <translation>incruster</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/mask_from_values.py" />
      <location filename="../algorithms/models/warpwithclouds.model3" />
      <location filename="../algorithms/vectorize_mask.py" />
      <source>cloud</source>
      <translation>nuage</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>rasterize</source>
      <translation>rastériser</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Build mask</source>
      <translation>Construire un masque</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/mask_from_values.py" />
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Masks</source>
      <translation>Masques</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Makes a validity mask from polygon layers, a raster mask, or both.</source>
      <translation>Construit un masque de validité à partir de couches de polygones, d'un masque raster, ou des deux.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>&lt;p&gt;Makes a raster that tells which cells are valid. A cell is valid if it lies in a valid polygon, in no invalid polygon, and is valid in the raster mask; what is not given constrains nothing.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Polygons&lt;/b&gt; may have any reference system. A cell belongs to a polygon if its centre lies inside or exactly on an edge, edges of holes included (rule &lt;i&gt;center&lt;/i&gt;).&lt;/p&gt;&lt;p&gt;&lt;b&gt;A raster mask&lt;/b&gt; may be coarser than the output. It is interpolated bilinearly between its pixel centres, and cells below the threshold are invalid: one invalid mask pixel makes invalid all cells on which it has weight. Laid over the output by georeference, cells beyond its outermost pixel centres have no support and are invalid. Laid by index, mask pixels are nodes: the first output centre is the first mask centre.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Why&lt;/b&gt; a cell is invalid is told by a second raster, if you ask for it, and by counts in the log: 1 outside of the valid polygons, 2 inside an invalid one, 3 invalid in the raster mask, 4 no support in it. Where several hold it is the smallest.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Fait un raster qui dit quelles cellules sont valides. Une cellule est valide si elle est dans un polygone valide, dans aucun polygone invalide, et valide dans le masque raster ; ce qui n'est pas donné n'impose rien.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Les polygones&lt;/b&gt; peuvent avoir n'importe quel système de référence. Une cellule appartient à un polygone si son centre est à l'intérieur ou exactement sur un bord, bords des trous compris (règle &lt;i&gt;center&lt;/i&gt;).&lt;/p&gt;&lt;p&gt;&lt;b&gt;Un masque raster&lt;/b&gt; peut être plus grossier que la sortie. Il est interpolé de façon bilinéaire entre les centres de ses pixels, et les cellules sous le seuil sont invalides : un pixel invalide du masque rend invalides toutes les cellules sur lesquelles il a un poids. Posé sur la sortie par géoréférence, il laisse sans support, donc invalides, les cellules au-delà de ses centres extrêmes. Posé par indice, ses pixels sont des nœuds : le premier centre de la sortie est le premier centre du masque.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Pourquoi&lt;/b&gt; une cellule est invalide est dit par un second raster, si vous le demandez, et par des comptes dans le journal : 1 hors des polygones valides, 2 dans un polygone invalide, 3 invalide dans le masque raster, 4 sans support dans celui-ci. S'il y a plusieurs raisons, c'est la plus petite.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/mask_from_values.py" />
      <source>the mask</source>
      <translation>le masque</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Raster that is 0 (or nodata) where invalid and anything else where valid; may be coarser than the output.</source>
      <translation>Raster qui vaut 0 (ou nodata) où c'est invalide et autre chose où c'est valide ; peut être plus grossier que la sortie.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Lay the raster mask</source>
      <translation>Poser le masque raster</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>&lt;i&gt;georeference&lt;/i&gt; (default): by map coordinates, whatever its cell size and offset; &lt;i&gt;index&lt;/i&gt;: by pixel numbers, as GridR does.</source>
      <translation>&lt;i&gt;georeference&lt;/i&gt; (par défaut) : par les coordonnées de la carte, quels que soient la taille et le décalage de ses cellules ; &lt;i&gt;index&lt;/i&gt; : par les numéros de pixels, comme GridR.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/grid_bands.py" />
      <source>columns</source>
      <translation>colonnes</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/grid_bands.py" />
      <source>rows</source>
      <translation>lignes</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>By index: output {} per mask pixel</source>
      <translation>Par indice : {} de sortie par pixel du masque</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Output {} from one mask pixel centre to the next; the default is 1.</source>
      <translation>Nombre de {} de sortie d'un centre de pixel du masque au suivant ; par défaut 1.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/region_info.py" />
      <source>column</source>
      <translation>colonne</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/region_info.py" />
      <source>row</source>
      <translation>ligne</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>By index: first {} of the mask</source>
      <translation>Par indice : première {} du masque</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Full-resolution {} of the mask that the first output cell lies on, counted from 0; the default is 0.</source>
      <translation>La {} du masque, à pleine résolution et comptée à partir de 0, sur laquelle se trouve la première cellule de sortie ; par défaut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Interpolate the mask in</source>
      <translation>Interpoler le masque en</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Floating type of the interpolation: float64 (default) or float32.</source>
      <translation>Type flottant de l'interpolation : float64 (par défaut) ou float32.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>within the data type</source>
      <translation>dans le type de données</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Data type of the mask</source>
      <translation>Type de données du masque</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Type of the values of valid and invalid cells: uint8 (default), uint16, int16, int32 or float32.</source>
      <translation>Type des valeurs des cellules valides et invalides : uint8 (par défaut), uint16, int16, int32 ou float32.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/mask_from_values.py" />
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Mask</source>
      <translation>Masque</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Raster of the data type above, compressed; no value is declared as nodata.</source>
      <translation>Raster du type de données ci-dessus, compressé ; aucune valeur n'est déclarée comme nodata.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Reasons</source>
      <translation>Raisons</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Raster of one byte per cell, compressed: 0 valid, 1 outside of the valid polygons, 2 inside an invalid one, 3 invalid in the raster mask, 4 no support in it.</source>
      <translation>Raster d'un octet par cellule, compressé : 0 valide, 1 hors des polygones valides, 2 dans un polygone invalide, 3 invalide dans le masque raster, 4 sans support dans celui-ci.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/mask_from_values.py" />
      <source>Valid cells</source>
      <translation>Cellules valides</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/mask_from_values.py" />
      <source>Invalid cells</source>
      <translation>Cellules invalides</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Give REFERENCE, or EXTENT and CELL_SIZE.</source>
      <translation>Donnez REFERENCE, ou EXTENT et CELL_SIZE.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>Mask of {} x {} cells.</source>
      <translation>Masque de {} x {} cellules.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <location filename="../algorithms/mask_from_values.py" />
      <source>{} valid and {} invalid cells.</source>
      <translation>{} cellules valides et {} invalides.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>{} cell(s) outside of the valid polygons.</source>
      <translation>{} cellule(s) hors des polygones valides.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>{} cell(s) inside invalid polygons.</source>
      <translation>{} cellule(s) dans des polygones invalides.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>{} cell(s) invalid in the raster mask.</source>
      <translation>{} cellule(s) invalides dans le masque raster.</translation>
    </message>
    <message>
      <location filename="../algorithms/build_mask.py" />
      <source>{} cell(s) without support in the raster mask.</source>
      <translation>{} cellule(s) sans support dans le masque raster.</translation>
    </message>
    <message>
      <location filename="../algorithms/class_styles.py" />
      <source>valid</source>
      <translation>valide</translation>
    </message>
    <message>
      <location filename="../algorithms/class_styles.py" />
      <source>invalid</source>
      <translation>invalide</translation>
    </message>
    <message>
      <location filename="../algorithms/class_styles.py" />
      <source>outside of the valid polygons</source>
      <translation>hors des polygones valides</translation>
    </message>
    <message>
      <location filename="../algorithms/class_styles.py" />
      <source>inside the invalid polygons</source>
      <translation>dans les polygones invalides</translation>
    </message>
    <message>
      <location filename="../algorithms/class_styles.py" />
      <source>invalid in the raster mask</source>
      <translation>invalide dans le masque raster</translation>
    </message>
    <message>
      <location filename="../algorithms/class_styles.py" />
      <source>no support in the raster mask</source>
      <translation>sans support dans le masque raster</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <source>POINTS must be a layer of points, not of {}.</source>
      <translation>POINTS doit être une couche de points, pas de {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <source>POINTS has no point (selected).</source>
      <translation>POINTS n'a aucun point (sélectionné).</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <source>{} is not set; POINTS needs the fields ROW_FIELD and COL_FIELD.</source>
      <translation>{} n'est pas renseigné ; POINTS a besoin des champs ROW_FIELD et COL_FIELD.</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <source>{} is {}, which is not a field of POINTS; it has {}.</source>
      <translation>{} vaut {}, qui n'est pas un champ de POINTS ; ses champs sont {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <location filename="../algorithms/region_page.py" />
      <source>none</source>
      <translation>aucun</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <source>The feature {} of POINTS has no geometry.</source>
      <translation>L'entité {} de POINTS n'a pas de géométrie.</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <source>The feature {} of POINTS has {} points; it must have one.</source>
      <translation>L'entité {} de POINTS a {} points ; il en faut un seul.</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <source>{} is {}, which holds {} in the feature {} of POINTS; it must be a number.</source>
      <translation>{} vaut {}, champ qui contient {} dans l'entité {} de POINTS ; il faut un nombre.</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <location filename="../algorithms/point_table.py" />
      <source>{} is {}, which is an input; choose another file.</source>
      <translation>{} vaut {}, qui est une entrée ; choisissez un autre fichier.</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <source>{} is {}, but the folder {} does not exist.</source>
      <translation>{} vaut {}, mais le dossier {} n'existe pas.</translation>
    </message>
    <message>
      <location filename="../algorithms/control_points.py" />
      <location filename="../algorithms/point_table.py" />
      <source>{} cannot be written: {}.</source>
      <translation>{} ne peut pas être écrit : {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/resample_statistics.py" />
      <source>coarsen</source>
      <translation>dégrader</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>compose</source>
      <translation>composer</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>convention</source>
      <translation>convention</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>crop</source>
      <translation>découper</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>half pixel</source>
      <translation>demi-pixel</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/models/coarsemasktofine.model3" />
      <location filename="../algorithms/resample_interpolate.py" />
      <location filename="../algorithms/resample_spline.py" />
      <source>refine</source>
      <translation>raffiner</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>shift</source>
      <translation>décalage</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>displacement</source>
      <translation>déplacement</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/create_grid_from_crs.py" />
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <location filename="../algorithms/grid_report.py" />
      <location filename="../algorithms/grid_resampling.py" />
      <location filename="../algorithms/warp.py" />
      <source>geolocation</source>
      <translation>géolocalisation</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>inverse</source>
      <translation>inverse</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>invert</source>
      <translation>inverser</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Convert grid</source>
      <translation>Convertir une grille</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Changes the convention, part or step of a grid raster, composes two grids, or inverts one.</source>
      <translation>Change la convention, la partie ou le pas d'une grille raster, compose deux grilles, ou en inverse une.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>&lt;p&gt;&lt;b&gt;Convert&lt;/b&gt; writes a grid in another convention, which is where half a pixel is easily lost: &lt;i&gt;pixel-center&lt;/i&gt; has the centre of the first source pixel at (0, 0), or (1, 1) with base 1; &lt;i&gt;cell-edge&lt;/i&gt; has its outer corner there, so that its centre is half a pixel more; &lt;i&gt;map&lt;/i&gt; is y and x; &lt;i&gt;displacement&lt;/i&gt; is the position in the source less that of the node itself. It may also take a part, add rows and columns to the source coordinates, and change the step: a finer grid is bilinear between the old nodes and exact on them, a coarser one is compared with all of them.&lt;/p&gt;</source>
      <translation>&lt;p&gt;&lt;b&gt;Convert&lt;/b&gt; écrit une grille dans une autre convention, et c'est là qu'un demi-pixel se perd facilement : &lt;i&gt;pixel-center&lt;/i&gt; a le centre du premier pixel de la source en (0, 0), ou (1, 1) en base 1 ; &lt;i&gt;cell-edge&lt;/i&gt; y a son coin extérieur, de sorte que son centre est un demi-pixel plus loin ; &lt;i&gt;map&lt;/i&gt; donne y et x ; &lt;i&gt;displacement&lt;/i&gt; est la position dans la source moins celle du nœud lui-même. L'opération peut aussi prendre une partie, ajouter des lignes et des colonnes aux coordonnées de la source, et changer le pas : une grille plus fine est bilinéaire entre les anciens nœuds et exacte sur eux, une plus grossière est comparée à chacun d'eux.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>&lt;p&gt;&lt;b&gt;Compose&lt;/b&gt; follows the grid by a second one. The grid leads from output pixels to pixels of an image between, which is the output of the second grid; that leads to the source. One resampling by the result does the work of two.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Invert&lt;/b&gt; makes the grid that leads back: for each pixel of the source, where in the grid's output it lies. What the grid does not reach is nodata. Where the grid is folded a pixel lies in several of its cells; the first, row by row, is taken, and a warning counts such nodes.&lt;/p&gt;&lt;p&gt;Nodes without coordinates are nodata (NaN), and so is what would need them; a node without weight is not needed. The new grid remembers its convention, its step and the size of its output.&lt;/p&gt;</source>
      <translation>&lt;p&gt;&lt;b&gt;Compose&lt;/b&gt; fait suivre la grille d'une seconde. La grille mène des pixels de sortie aux pixels d'une image intermédiaire, qui est la sortie de la seconde grille ; celle-ci mène à la source. Un seul rééchantillonnage par le résultat fait le travail de deux.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Invert&lt;/b&gt; fait la grille qui ramène en arrière : pour chaque pixel de la source, où il se trouve dans la sortie de la grille. Ce que la grille n'atteint pas est nodata. Là où la grille est repliée, un pixel est dans plusieurs de ses cellules ; la première, ligne par ligne, est prise, et un avertissement compte ces nœuds.&lt;/p&gt;&lt;p&gt;Les nœuds sans coordonnées sont nodata (NaN), comme tout ce qui en aurait besoin ; un nœud de poids nul n'est pas nécessaire. La nouvelle grille retient sa convention, son pas et la taille de sa sortie.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>the source</source>
      <translation>la source</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>First row and column of the grid's coordinates</source>
      <translation>Première ligne et première colonne des coordonnées de la grille</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>0 (default) or 1; only where rows and columns are counted.</source>
      <translation>0 (par défaut) ou 1 ; seulement là où des lignes et des colonnes sont comptées.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Operation</source>
      <translation>Opération</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>&lt;i&gt;convert&lt;/i&gt; (default): convention, part, shift, step; &lt;i&gt;compose&lt;/i&gt;: follow the grid by a second one; &lt;i&gt;invert&lt;/i&gt;: make the grid that leads back.</source>
      <translation>&lt;i&gt;convert&lt;/i&gt; (par défaut) : convention, partie, décalage, pas ; &lt;i&gt;compose&lt;/i&gt; : faire suivre la grille d'une seconde ; &lt;i&gt;invert&lt;/i&gt; : faire la grille qui ramène en arrière.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Source raster</source>
      <translation>Raster source</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Raster that the source coordinates are of. Needed for map coordinates and to invert. With it, a displacement is counted between places of the same map coordinates, else between equal rows and columns.</source>
      <translation>Raster auquel se rapportent les coordonnées de la source. Nécessaire pour des coordonnées de carte et pour inverser. Avec lui, un déplacement est compté entre lieux de mêmes coordonnées de carte, sinon entre lignes et colonnes égales.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Second grid</source>
      <translation>Seconde grille</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>To compose: grid raster whose output is the image that the grid leads to. Rows and columns are in bands 1 and 2, pixel centres on integers from 0; its step is what it remembers of itself, or 1.</source>
      <translation>Pour composer : raster de grille dont la sortie est l'image à laquelle mène la grille. Lignes et colonnes sont dans les bandes 1 et 2, centres de pixels sur les entiers à partir de 0 ; son pas est celui qu'elle retient d'elle-même, ou 1.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>New convention</source>
      <translation>Nouvelle convention</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source> Of an inverse the source is the grid's output.</source>
      <translation> D'une inverse, la source est la sortie de la grille.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>First row and column of the new coordinates</source>
      <translation>Première ligne et première colonne des nouvelles coordonnées</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/parameters.py" />
      <source>Reference raster</source>
      <translation>Raster de référence</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>To convert: the new grid is for this raster's extent, in the grid's reference system. It begins with the last node at or before its first pixel and ends with its last pixel; what lies beyond the grid is left out. To invert: raster whose cells the output of the new grid has, in the source's reference system; by default those of the source.</source>
      <translation>Pour convertir : la nouvelle grille couvre l'emprise de ce raster, dans le système de référence de la grille. Elle commence au dernier nœud à la hauteur de son premier pixel ou avant, et finit avec son dernier pixel ; ce qui dépasse la grille est laissé de côté. Pour inverser : raster dont la sortie de la nouvelle grille a les cellules, dans le système de référence de la source ; par défaut celles de la source.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/parameters.py" />
      <source>Extent</source>
      <translation>Emprise</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>In place of a reference raster; to invert together with a cell size.</source>
      <translation>À la place d'un raster de référence ; pour inverser, avec une taille de cellule.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/parameters.py" />
      <source>Cell size (map units)</source>
      <translation>Taille de cellule (unités de carte)</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>To invert over an extent: width and height of a cell in the source's map units.</source>
      <translation>Pour inverser sur une emprise : largeur et hauteur d'une cellule en unités de carte de la source.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Shift by {}</source>
      <translation>Décaler de {}</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>To convert: source {} added to the coordinates; the default is 0.</source>
      <translation>Pour convertir : {} de la source ajoutées aux coordonnées ; par défaut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Output pixels from one node to the next, along rows and columns. If neither it nor a maximum error is set, the grid's own step is kept.</source>
      <translation>Pixels de sortie d'un nœud au suivant, le long des lignes et des colonnes. Sans pas ni erreur maximale, celui de la grille est gardé.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Maximum error (pixels)</source>
      <translation>Erreur maximale (pixels)</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Chooses the largest step that keeps it, in the pixels that the new coordinates count: to convert of the grid's own step and its doubles, else of the powers of two.</source>
      <translation>Choisit le plus grand pas qui la respecte, dans les pixels que comptent les nouvelles coordonnées : pour convertir, le pas de la grille et ses doubles, sinon les puissances de deux.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Raster of two float64 bands: rows (or y) and columns (or x), NaN where unknown.</source>
      <translation>Raster de deux bandes float64 : lignes (ou y) et colonnes (ou x), NaN si inconnu.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Rows from one node to the next</source>
      <translation>Lignes d'un nœud au suivant</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Columns from one node to the next</source>
      <translation>Colonnes d'un nœud au suivant</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Maximum error measured (pixels)</source>
      <translation>Erreur maximale mesurée (pixels)</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>RMS error measured (pixels)</source>
      <translation>Erreur quadratique moyenne mesurée (pixels)</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Nodes without coordinates</source>
      <translation>Nœuds sans coordonnées</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>{} is set, but OPERATION is {}; it is for {} only.</source>
      <translation>{} est renseigné, mais OPERATION vaut {} ; ce paramètre n'est que pour {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source> and </source>
      <translation> et </translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Give REFERENCE or EXTENT, not both.</source>
      <translation>Donnez REFERENCE ou EXTENT, pas les deux.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>To invert, EXTENT and CELL_SIZE belong together; give both.</source>
      <translation>Pour inverser, EXTENT et CELL_SIZE vont ensemble ; donnez les deux.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <location filename="../algorithms/parameters.py" />
      <source>EXTENT is {}; it must be west,east,south,north with some width and height.</source>
      <translation>EXTENT vaut {} ; il faut ouest,est,sud,nord avec une largeur et une hauteur.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>{}_BASE is {}, but {}_CONVENTION is {}, which is not counted from a base; it must be 0.</source>
      <translation>{}_BASE vaut {}, mais {}_CONVENTION vaut {}, qui n'est pas comptée à partir d'une base ; il faut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>SECOND_GRID is not set; to compose it must be a grid raster.</source>
      <translation>SECOND_GRID n'est pas renseigné ; pour composer il faut un raster de grille.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Grid of {} x {} nodes, step {} x {}.</source>
      <translation>Grille de {} x {} nœuds, pas {} x {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>Error at {} points, in pixels: at most {:.3g}, RMS {:.3g}.</source>
      <translation>Erreur en {} points, en pixels : au plus {:.3g}, quadratique moyenne {:.3g}.</translation>
    </message>
    <message>
      <location filename="../algorithms/convert_grid.py" />
      <source>{} node(s) have no coordinates and are nodata.</source>
      <translation>{} nœud(s) n'ont pas de coordonnées et sont nodata.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>affine</source>
      <translation>affine</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>rotate</source>
      <translation>tourner</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <location filename="../algorithms/grid_report.py" />
      <source>rotation</source>
      <translation>rotation</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <location filename="../algorithms/grid_report.py" />
      <source>scale</source>
      <translation>échelle</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>shear</source>
      <translation>cisaillement</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>translate</source>
      <translation>translation</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>mirror</source>
      <translation>miroir</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Create grid from affine transform</source>
      <translation>Créer une grille par transformation affine</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Makes the grid raster that shifts, rotates, scales or shears a raster.</source>
      <translation>Construit la grille raster qui décale, tourne, met à l'échelle ou cisaille un raster.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>&lt;p&gt;Makes the grid that moves an image: the parameters say what happens to the image, which appears shifted, rotated, scaled and sheared by them after &lt;i&gt;Grid resampling&lt;/i&gt;. The grid holds the inverse.&lt;/p&gt;&lt;p&gt;Scale, shear and rotation are those of the map, with x to the right and y up, or of the picture as QGIS shows it where the input has no georeference. All are about the same point, which stays where it is while the image is moved. An affine transform is exact at any step, so the coarsest is taken unless you give one.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Fait la grille qui déplace une image : les paramètres disent ce qui arrive à l'image, qui apparaît décalée, tournée, mise à l'échelle et cisaillée par eux après &lt;i&gt;Rééchantillonner par une grille&lt;/i&gt;. La grille contient l'inverse.&lt;/p&gt;&lt;p&gt;Échelle, cisaillement et rotation sont ceux de la carte, x vers la droite et y vers le haut, ou de l'image telle que QGIS la montre si l'entrée n'a pas de géoréférence. Tous se font autour du même point, qui reste où il est pendant que l'image est déplacée. Une transformation affine est exacte à n'importe quel pas ; le plus grossier est donc pris si vous n'en donnez pas.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Raster that will be resampled, with or without a georeference.</source>
      <translation>Raster qui sera rééchantillonné, avec ou sans géoréférence.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Shift along x</source>
      <translation>Décalage selon x</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>By so many columns to the right, or map units to the east, see UNITS; the default is 0.</source>
      <translation>D'autant de colonnes vers la droite, ou d'unités de carte vers l'est, voir UNITS ; par défaut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Shift along y</source>
      <translation>Décalage selon y</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>By so many rows down, or map units to the north, see UNITS; the default is 0.</source>
      <translation>D'autant de lignes vers le bas, ou d'unités de carte vers le nord, voir UNITS ; par défaut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Units of the shift</source>
      <translation>Unités du décalage</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>&lt;i&gt;pixels&lt;/i&gt; (default): columns and rows of the input, which count to the right and down. &lt;i&gt;map&lt;/i&gt;: map units, which count to the right and up.</source>
      <translation>&lt;i&gt;pixels&lt;/i&gt; (par défaut) : colonnes et lignes de l'entrée, comptées vers la droite et vers le bas. &lt;i&gt;map&lt;/i&gt; : unités de carte, comptées vers la droite et vers le haut.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Rotation (degrees)</source>
      <translation>Rotation (degrés)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Counter-clockwise as it is seen on the map; the default is 0.</source>
      <translation>Dans le sens inverse des aiguilles d'une montre, vue sur la carte ; par défaut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>height</source>
      <translation>hauteur</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>width</source>
      <translation>largeur</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Scale along {}</source>
      <translation>Échelle de la {}</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Factor for the {}: 2 doubles it, -1 mirrors the image; the default is 1.</source>
      <translation>Facteur pour la {} : 2 la double, -1 renverse l'image ; par défaut 1.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Shear along x (degrees)</source>
      <translation>Cisaillement selon x (degrés)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Vertical lines lean to the right by this angle; the default is 0.</source>
      <translation>Les lignes verticales penchent vers la droite de cet angle ; par défaut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Shear along y (degrees)</source>
      <translation>Cisaillement selon y (degrés)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Horizontal lines rise to the right by this angle; the default is 0.</source>
      <translation>Les lignes horizontales montent vers la droite de cet angle ; par défaut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Order</source>
      <translation>Ordre</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>What is done first to last: &lt;i&gt;scale&lt;/i&gt;, &lt;i&gt;shear&lt;/i&gt;, &lt;i&gt;rotate&lt;/i&gt; and &lt;i&gt;shift&lt;/i&gt;, each once, with commas between them; this order is the default.</source>
      <translation>Ce qui est fait, du premier au dernier : &lt;i&gt;scale&lt;/i&gt;, &lt;i&gt;shear&lt;/i&gt;, &lt;i&gt;rotate&lt;/i&gt; et &lt;i&gt;shift&lt;/i&gt;, une fois chacun, séparés par des virgules ; c'est l'ordre par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Centre</source>
      <translation>Centre</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Point of the map that scale, shear and rotation are about; the middle of the input if it is not set.</source>
      <translation>Point de la carte autour duquel se font échelle, cisaillement et rotation ; le milieu de l'entrée s'il n'est pas renseigné.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Output frame</source>
      <translation>Cadre de sortie</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>Without a reference raster and an extent: &lt;i&gt;input&lt;/i&gt; (default) takes the frame of the input, &lt;i&gt;whole&lt;/i&gt; the one that holds all of the moved image, with the input's cells continued.</source>
      <translation>Sans raster de référence ni emprise : &lt;i&gt;input&lt;/i&gt; (par défaut) prend le cadre de l'entrée, &lt;i&gt;whole&lt;/i&gt; celui qui contient toute l'image déplacée, en continuant les cellules de l'entrée.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>CENTER is {}; it must be a point of the map, as x,y.</source>
      <translation>CENTER vaut {} ; il faut un point de la carte, sous la forme x,y.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_affine.py" />
      <source>An affine transform is exact at any step; its error is rounding alone.</source>
      <translation>Une transformation affine est exacte à n'importe quel pas ; son erreur n'est que l'arrondi.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <location filename="../algorithms/warp.py" />
      <source>crs</source>
      <translation>scr</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <location filename="../algorithms/models/stackonreference.model3" />
      <location filename="../algorithms/models/warpwithclouds.model3" />
      <location filename="../algorithms/warp.py" />
      <source>reproject</source>
      <translation>reprojeter</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>transform</source>
      <translation>transformer</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>Create grid from CRS</source>
      <translation>Créer une grille par changement de SCR</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>Makes the grid raster that brings a raster into another reference system.</source>
      <translation>Construit la grille raster qui mène un raster dans un autre système de référence.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>&lt;p&gt;Makes the grid that brings a raster into another reference system. Nodes that cannot be transformed there and back are nodata (NaN).&lt;/p&gt;&lt;p&gt;Longitudes may be of any turn: 190 degrees east is found in a raster of 0 to 360 degrees and in one of -180 to 180. Where such a raster begins anew within the output, nothing can be interpolated between nodes: a step chosen by error is 1 then, and of a step that you give a strip of up to two steps has no values.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Fait la grille qui mène un raster dans un autre système de référence. Les nœuds qui ne peuvent pas être transformés à l'aller et au retour sont nodata (NaN).&lt;/p&gt;&lt;p&gt;Les longitudes peuvent être de n'importe quel tour : 190 degrés est se trouve dans un raster de 0 à 360 degrés comme dans un raster de -180 à 180. Là où un tel raster recommence à l'intérieur de la sortie, rien ne peut être interpolé entre les nœuds : un pas choisi par l'erreur y est 1, et avec un pas que vous donnez une bande de deux pas au plus est sans valeur.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>Raster that will be resampled; needs a georeference and a reference system.</source>
      <translation>Raster qui sera rééchantillonné ; il faut une géoréférence et un système de référence.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>Coordinate operation</source>
      <translation>Opération de coordonnées</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>From the input's reference system to the output's: a PROJ string (x or longitude first, as QGIS writes them) or the URN of an operation. If it is not set, what the project's settings say of this pair is taken, else PROJ's choice for the area of the output.</source>
      <translation>Du système de référence de l'entrée à celui de la sortie : une chaîne PROJ (x ou longitude d'abord, comme QGIS les écrit) ou l'URN d'une opération. Si elle n'est pas renseignée, ce que les réglages du projet disent de ce couple est pris, sinon le choix de PROJ pour la zone de la sortie.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>given</source>
      <translation>donnée</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>of the project's settings</source>
      <translation>des réglages du projet</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>PROJ's choice for the area of the output</source>
      <translation>choix de PROJ pour la zone de la sortie</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>accuracy {:g} m</source>
      <translation>exactitude {:g} m</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>accuracy unknown</source>
      <translation>exactitude inconnue</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>{}, accuracy unknown</source>
      <translation>{}, exactitude inconnue</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>one that QGIS does not list, or several, each in its place</source>
      <translation>une que QGIS ne cite pas, ou plusieurs, chacune à sa place</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_crs.py" />
      <source>Coordinate operation ({}): {}.</source>
      <translation>Opération de coordonnées ({}) : {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>deformation</source>
      <translation>déformation</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>disparity</source>
      <translation>disparité</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>offset</source>
      <translation>décalage local</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>otb</source>
      <translation>otb</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>registration</source>
      <translation>recalage</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Create grid from displacements</source>
      <translation>Créer une grille par déplacements</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Makes the grid raster that moves every pixel by a raster of displacements.</source>
      <translation>Construit la grille raster qui déplace chaque pixel selon un raster de déplacements.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>&lt;p&gt;Makes a grid from displacements, such as a registration or a correlation gives them. The displacement raster lies over the output (over the input if DIRECTION is &lt;i&gt;to-target&lt;/i&gt;) by its georeference. Its values are those of its pixel centres, bilinear between them, and reach to the border of its cells. What is nodata or outside is unknown.&lt;/p&gt;&lt;p&gt;The deformation and localisation grids of Orfeo ToolBox (&lt;i&gt;GridBasedImageResampling&lt;/i&gt;) can be used as they are.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Fait une grille à partir de déplacements, tels qu'un recalage ou une corrélation les donne. Le raster de déplacements est posé sur la sortie (sur l'entrée si DIRECTION vaut &lt;i&gt;to-target&lt;/i&gt;) par sa géoréférence. Ses valeurs sont celles des centres de ses pixels, bilinéaires entre eux, et vont jusqu'au bord de ses cellules. Ce qui est nodata ou en dehors est inconnu.&lt;/p&gt;&lt;p&gt;Les grilles de déformation et de localisation d'Orfeo ToolBox (&lt;i&gt;GridBasedImageResampling&lt;/i&gt;) s'utilisent telles quelles.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Raster that will be resampled; its frame is the output's unless another is given.</source>
      <translation>Raster qui sera rééchantillonné ; son cadre est celui de la sortie si un autre n'est pas donné.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Displacement raster</source>
      <translation>Raster de déplacements</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Raster of displacements, of any cell size, in the reference system of the input. Scale and offset of its bands are applied.</source>
      <translation>Raster de déplacements, de n'importe quelle taille de cellule, dans le système de référence de l'entrée. L'échelle et le décalage de ses bandes sont appliqués.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>1</source>
      <translation>1</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Band along x</source>
      <translation>Bande selon x</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>2, or 1 of a raster of its own</source>
      <translation>2, ou 1 d'un raster à part</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Band along y</source>
      <translation>Bande selon y</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Band of displacements along this axis; the default is {}.</source>
      <translation>Bande des déplacements le long de cet axe ; par défaut {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Displacement raster along y</source>
      <translation>Raster de déplacements selon y</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Raster of the band along y, if it is not in the first one.</source>
      <translation>Raster de la bande selon y, si elle n'est pas dans le premier.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Kind of displacements</source>
      <translation>Nature des déplacements</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>&lt;i&gt;pixels&lt;/i&gt; (default): columns to the right and rows down, of the input. &lt;i&gt;map&lt;/i&gt;: map units along x and y. &lt;i&gt;def&lt;/i&gt; and &lt;i&gt;loc&lt;/i&gt;: grids of Orfeo ToolBox, in its physical coordinates, which are those of the map, or pixels with y downwards and the first centre at (0.5, 0.5) where the input has no georeference; &lt;i&gt;def&lt;/i&gt; holds what is added to a point of the output, &lt;i&gt;loc&lt;/i&gt; the point of the input itself.</source>
      <translation>&lt;i&gt;pixels&lt;/i&gt; (par défaut) : colonnes vers la droite et lignes vers le bas, de l'entrée. &lt;i&gt;map&lt;/i&gt; : unités de carte selon x et y. &lt;i&gt;def&lt;/i&gt; et &lt;i&gt;loc&lt;/i&gt; : grilles d'Orfeo ToolBox, dans ses coordonnées physiques, qui sont celles de la carte, ou des pixels avec y vers le bas et le premier centre en (0.5, 0.5) si l'entrée n'a pas de géoréférence ; &lt;i&gt;def&lt;/i&gt; contient ce qui s'ajoute à un point de la sortie, &lt;i&gt;loc&lt;/i&gt; le point de l'entrée lui-même.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Direction</source>
      <translation>Direction</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>&lt;i&gt;to-source&lt;/i&gt; (default): position in the input = position in the output + displacement. &lt;i&gt;to-target&lt;/i&gt;: position in the output = position in the input + displacement, which is solved by iteration; what does not settle is unknown.</source>
      <translation>&lt;i&gt;to-source&lt;/i&gt; (par défaut) : position dans l'entrée = position dans la sortie + déplacement. &lt;i&gt;to-target&lt;/i&gt; : position dans la sortie = position dans l'entrée + déplacement, résolu par itération ; ce qui ne se stabilise pas est inconnu.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_displacement.py" />
      <source>Displacements inverted by fixed-point iteration, to {:g} input pixels; nodes that do not settle are nodata.</source>
      <translation>Déplacements inversés par itération de point fixe, à {:g} pixel d'entrée près ; les nœuds qui ne se stabilisent pas sont nodata.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <location filename="../algorithms/warp.py" />
      <source>gcp</source>
      <translation>gcp</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <location filename="../algorithms/warp.py" />
      <source>georeference</source>
      <translation>géoréférencer</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>georeferencer</source>
      <translation>géoréférenceur</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>ground control points</source>
      <translation>points d'appui</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>polynomial</source>
      <translation>polynôme</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>homography</source>
      <translation>homographie</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>projective</source>
      <translation>projectif</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>residuals</source>
      <translation>résidus</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>thin plate spline</source>
      <translation>thin plate spline</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>tps</source>
      <translation>tps</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Create grid from control points</source>
      <translation>Créer une grille par points d'appui</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Makes the grid raster that brings a raster onto the map by control points.</source>
      <translation>Construit la grille raster qui mène un raster sur la carte par des points d'appui.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>&lt;p&gt;Makes the grid that brings a raster onto the map by ground control points: places that are known on the map and in the raster. They come from the raster itself, from a file of QGIS's Georeferencer, or from a point layer.&lt;/p&gt;&lt;p&gt;A transformation from map to raster is fitted to them; the log and OUTPUT_RESIDUALS tell by how many input pixels it misses each of them. A small residual shows nothing where there are no more points than the method needs.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Fait la grille qui mène un raster sur la carte par des points d'appui : des lieux connus sur la carte et dans le raster. Ils viennent du raster lui-même, d'un fichier du Géoréférenceur de QGIS, ou d'une couche de points.&lt;/p&gt;&lt;p&gt;Une transformation de la carte vers le raster leur est ajustée ; le journal et OUTPUT_RESIDUALS disent de combien de pixels d'entrée elle manque chacun d'eux. Un petit résidu ne prouve rien s'il n'y a pas plus de points qu'il n'en faut à la méthode.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Raster that will be resampled; it needs no georeference.</source>
      <translation>Raster qui sera rééchantillonné ; il n'a pas besoin de géoréférence.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Points of the Georeferencer</source>
      <translation>Points du Géoréférenceur</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Georeferencer points (*.points);;All files (*)</source>
      <translation>Points du Géoréférenceur (*.points);;Tous les fichiers (*)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>File &lt;i&gt;.points&lt;/i&gt; that the Georeferencer of any version of QGIS has saved; points that are switched off there are compared only. Without this and without a point layer the raster's own points are taken.</source>
      <translation>Fichier &lt;i&gt;.points&lt;/i&gt; que le Géoréférenceur de n'importe quelle version de QGIS a enregistré ; les points qui y sont désactivés sont seulement comparés. Sans lui et sans couche de points, les points du raster lui-même sont pris.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <location filename="../algorithms/region_info.py" />
      <source>Points (layer)</source>
      <translation>Points (couche)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Point layer in any reference system: a point's geometry is its place on the map, two fields hold its place in the input.</source>
      <translation>Couche de points dans n'importe quel système de référence : la géométrie d'un point est sa place sur la carte, deux champs contiennent sa place dans l'entrée.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Field of POINTS with the input row.</source>
      <translation>Champ de POINTS avec la ligne de l'entrée.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Field of the row</source>
      <translation>Champ de la ligne</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Field of POINTS with the input column.</source>
      <translation>Champ de POINTS avec la colonne de l'entrée.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Field of the column</source>
      <translation>Champ de la colonne</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Rows and columns of the fields</source>
      <translation>Lignes et colonnes des champs</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>&lt;i&gt;pixel-center&lt;/i&gt; (default): the centre of the first pixel is 0, 0; &lt;i&gt;cell-edge&lt;/i&gt;: its outer corner is, as in GDAL.</source>
      <translation>&lt;i&gt;pixel-center&lt;/i&gt; (par défaut) : le centre du premier pixel est en 0, 0 ; &lt;i&gt;cell-edge&lt;/i&gt; : c'est son coin extérieur, comme dans GDAL.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Transformation</source>
      <translation>Transformation</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>&lt;i&gt;polynomial1&lt;/i&gt; (default), &lt;i&gt;polynomial2&lt;/i&gt;, &lt;i&gt;polynomial3&lt;/i&gt;: the polynomial of this order with the least squares of residuals; needs 3, 6, 10 points or more. &lt;i&gt;tps&lt;/i&gt;: a thin plate spline through all points; 3 or more. &lt;i&gt;homography&lt;/i&gt;: what a flat thing is in a photograph; 4 or more.</source>
      <translation>&lt;i&gt;polynomial1&lt;/i&gt; (par défaut), &lt;i&gt;polynomial2&lt;/i&gt;, &lt;i&gt;polynomial3&lt;/i&gt; : le polynôme de cet ordre aux moindres carrés des résidus ; il faut au moins 3, 6, 10 points. &lt;i&gt;tps&lt;/i&gt; : une spline de plaque mince qui passe par tous les points ; au moins 3. &lt;i&gt;homography&lt;/i&gt; : ce qu'un objet plan devient sur une photographie ; au moins 4.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Residuals</source>
      <translation>Résidus</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Layer of all points: where they are on the map and in the input, where the transformation puts them, the difference in input pixels, how far each is from where a fit of the others puts it, and whether they were used.</source>
      <translation>Couche de tous les points : où ils sont sur la carte et dans l'entrée, où la transformation les met, la différence en pixels d'entrée, à quelle distance de chacun passe un ajustement des autres, et s'ils ont servi.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Control points used</source>
      <translation>Points d'appui utilisés</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Maximum residual (input pixels)</source>
      <translation>Résidu maximal (pixels d'entrée)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>RMS residual (input pixels)</source>
      <translation>Résidu quadratique moyen (pixels d'entrée)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>RMS of points against a fit of the others (input pixels)</source>
      <translation>Écart quadratique moyen des points à un ajustement des autres (pixels d'entrée)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>{} control points, {} more than {} needs.</source>
      <translation>{} points d'appui, {} de plus qu'il n'en faut à {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Residuals in input pixels: at most {:.3g}, RMS {:.3g}.</source>
      <translation>Résidus en pixels d'entrée : au plus {:.3g}, quadratique moyen {:.3g}.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Each point against a fit of the others: at most {:.3g} (point {}), RMS {:.3g}.</source>
      <translation>Chaque point contre un ajustement des autres : au plus {:.3g} (point {}), quadratique moyen {:.3g}.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>Point: row and column given; residual by row and column, distance; against the others.</source>
      <translation>Point : ligne et colonne données ; résidu en ligne et en colonne, distance ; contre les autres.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>... and {} more; OUTPUT_RESIDUALS has all.</source>
      <translation>... et {} de plus ; OUTPUT_RESIDUALS les a tous.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_gcps.py" />
      <source>{} (not used)</source>
      <translation>{} (non utilisé)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>latitude</source>
      <translation>latitude</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>longitude</source>
      <translation>longitude</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <location filename="../algorithms/models/warpwithclouds.model3" />
      <source>satellite</source>
      <translation>satellite</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>swath</source>
      <translation>fauchée</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Create grid from geolocation arrays</source>
      <translation>Créer une grille par tableaux de géolocalisation</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Makes the grid raster that brings a swath with geolocation arrays onto the map.</source>
      <translation>Construit la grille raster qui mène sur la carte une fauchée avec tableaux de géolocalisation.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>&lt;p&gt;Makes the grid that brings a raster onto the map whose pixels have longitudes and latitudes (or other map coordinates) in two arrays: those that GDAL finds with the raster (metadata domain GEOLOCATION), or LON and LAT.&lt;/p&gt;&lt;p&gt;Between the nodes of the arrays both coordinates are bilinear, as GDAL has it; the outermost cells go on up to the input's edge, but for no more than one node. For every node of the grid the cell of the arrays that holds it is found, and inverted exactly. Of several cells (folds, overlapping scans) the first by row, then by column, is taken; such nodes are counted. Longitudes may jump by 360 degrees anywhere. A cell with an invalid corner has no inverse, nor has one that holds a pole.&lt;/p&gt;&lt;p&gt;Cells of the grid across the edge of the swath lack a node, so that a STEP of more than 1 loses pixels there. Without STEP nothing is lost.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Fait la grille qui mène sur la carte un raster dont les pixels ont des longitudes et des latitudes (ou d'autres coordonnées de carte) dans deux tableaux : ceux que GDAL trouve avec le raster (domaine de métadonnées GEOLOCATION), ou LON et LAT.&lt;/p&gt;&lt;p&gt;Entre les nœuds des tableaux les deux coordonnées sont bilinéaires, comme pour GDAL ; les cellules extrêmes continuent jusqu'au bord de l'entrée, mais pas au-delà d'un nœud. Pour chaque nœud de la grille, la cellule des tableaux qui le contient est cherchée et inversée exactement. De plusieurs cellules (replis, balayages qui se recouvrent) la première par ligne, puis par colonne, est prise ; ces nœuds sont comptés. Les longitudes peuvent sauter de 360 degrés n'importe où. Une cellule dont un coin est invalide n'a pas d'inverse, ni celle qui contient un pôle.&lt;/p&gt;&lt;p&gt;Les cellules de la grille à cheval sur le bord de la fauchée manquent d'un nœud, si bien qu'un STEP de plus de 1 y perd des pixels. Sans STEP rien n'est perdu.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Raster that will be resampled; needs geolocation arrays, or LON and LAT.</source>
      <translation>Raster qui sera rééchantillonné ; il faut des tableaux de géolocalisation, ou LON et LAT.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Longitudes</source>
      <translation>Longitudes</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>longitudes, or eastings</source>
      <translation>longitudes, ou abscisses</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Latitudes</source>
      <translation>Latitudes</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>latitudes, or northings</source>
      <translation>latitudes, ou ordonnées</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Raster of {}. Not set: the arrays that GDAL finds with the input.</source>
      <translation>Raster de {}. Non renseigné : les tableaux que GDAL trouve avec l'entrée.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Band of {}</source>
      <translation>Bande de {}</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Counted from 1, which is the default.</source>
      <translation>Comptée à partir de 1, valeur par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>CRS of LON and LAT</source>
      <translation>SCR de LON et LAT</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Reference system of LON and LAT; the default is EPSG:4326. Used with these alone.</source>
      <translation>Système de référence de LON et LAT ; par défaut EPSG:4326. Seulement avec eux.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Place of a node</source>
      <translation>Place d'un nœud</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Of LON and LAT: pixel-center (default) if a node is the centre of its block of PIXEL_STEP x LINE_STEP pixels, top-left-corner if it is the corner. Used with these alone.</source>
      <translation>De LON et LAT : pixel-center (par défaut) si un nœud est le centre de son bloc de PIXEL_STEP x LINE_STEP pixels, top-left-corner s'il en est le coin. Seulement avec eux.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Pixel offset</source>
      <translation>Décalage en pixels</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>columns to the left of the first block</source>
      <translation>colonnes à gauche du premier bloc</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Line offset</source>
      <translation>Décalage en lignes</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>rows above the first block</source>
      <translation>lignes au-dessus du premier bloc</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Pixel step</source>
      <translation>Pas en pixels</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>columns from one node to the next</source>
      <translation>colonnes d'un nœud au suivant</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Line step</source>
      <translation>Pas en lignes</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>rows from one node to the next</source>
      <translation>lignes d'un nœud au suivant</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Of LON and LAT: {}; the default is {:g}. Used with these alone.</source>
      <translation>De LON et LAT : {} ; par défaut {:g}. Seulement avec eux.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Round trip errors</source>
      <translation>Erreurs d'aller et retour</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Raster of the grid's nodes: how many input pixels the position found is from where the arrays have the node; proves the inversion.</source>
      <translation>Raster des nœuds de la grille : à combien de pixels d'entrée la position trouvée est de celle où les tableaux ont le nœud ; c'est la preuve de l'inversion.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Nodes in several cells of the arrays</source>
      <translation>Nœuds dans plusieurs cellules des tableaux</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>Maximum round trip error (input pixels)</source>
      <translation>Erreur maximale d'aller et retour (pixels d'entrée)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>GEOLOCATION_CRS is {}, which is no reference system.</source>
      <translation>GEOLOCATION_CRS vaut {}, qui n'est pas un système de référence.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_geolocation.py" />
      <source>LON and LAT belong together; give both.</source>
      <translation>LON et LAT vont ensemble ; donnez les deux.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>dem</source>
      <translation>mnt</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <location filename="../algorithms/warp.py" />
      <source>orthorectify</source>
      <translation>orthorectifier</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>rational</source>
      <translation>rationnel</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <location filename="../algorithms/warp.py" />
      <source>rpc</source>
      <translation>rpc</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Create grid from RPC</source>
      <translation>Créer une grille par RPC</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Makes the grid raster that orthorectifies a satellite image by its RPC.</source>
      <translation>Construit la grille raster qui orthorectifie une image satellite par ses RPC.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>&lt;p&gt;Makes the grid that brings a satellite image onto the map by its rational polynomial coefficients (RPC), with the heights of an elevation model or one height for all. The RPC formula itself is evaluated at every node.&lt;/p&gt;&lt;p&gt;Heights are metres above the ellipsoid WGS 84. Those of an elevation model are taken as they are, with HEIGHT_OFFSET added: give the height of the geoid there if they are above the sea.&lt;/p&gt;&lt;p&gt;Nodes are nodata (NaN) where the elevation model has no height, and where longitude, latitude or height differ from the offset of the RPC by more than 1.5 times its scale, or lie as far beyond the range that the RPC tells (MIN_LONG and so on). They are counted.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Fait la grille qui mène une image satellite sur la carte par ses coefficients polynomiaux rationnels (RPC), avec les hauteurs d'un modèle d'élévation ou une seule hauteur pour tout. La formule des RPC elle-même est évaluée à chaque nœud.&lt;/p&gt;&lt;p&gt;Les hauteurs sont en mètres au-dessus de l'ellipsoïde WGS 84. Celles d'un modèle d'élévation sont prises telles quelles, HEIGHT_OFFSET ajouté : donnez-y la hauteur du géoïde si elles sont au-dessus de la mer.&lt;/p&gt;&lt;p&gt;Les nœuds sont nodata (NaN) là où le modèle d'élévation n'a pas de hauteur, et là où longitude, latitude ou hauteur s'écartent de l'origine des RPC de plus de 1,5 fois leur échelle, ou dépassent d'autant le domaine que les RPC indiquent (MIN_LONG et les autres). Ils sont comptés.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Raster that will be resampled; needs RPC, in the file or beside it as GDAL reads them (_RPC.TXT, .RPB).</source>
      <translation>Raster qui sera rééchantillonné ; il faut des RPC, dans le fichier ou à côté comme GDAL les lit (_RPC.TXT, .RPB).</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Height (metres above the ellipsoid)</source>
      <translation>Hauteur (mètres au-dessus de l'ellipsoïde)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Of all points. Not set, and without DEM: the height offset of the RPC.</source>
      <translation>De tous les points. Non renseignée, et sans DEM : l'origine des hauteurs des RPC.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Elevation model</source>
      <translation>Modèle d'élévation</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Raster of heights in metres, in any reference system, in the place of HEIGHT.</source>
      <translation>Raster de hauteurs en mètres, dans n'importe quel système de référence, à la place de HEIGHT.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Band of the elevation model</source>
      <translation>Bande du modèle d'élévation</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Interpolation of heights</source>
      <translation>Interpolation des hauteurs</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>bilinear (default), nearest or cubic. All heights with weight must be there; beyond the outermost centres they go on for half a cell.</source>
      <translation>bilinear (par défaut), nearest ou cubic. Toutes les hauteurs qui ont un poids doivent exister ; au-delà des centres extrêmes elles continuent sur une demi-cellule.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Height offset (metres)</source>
      <translation>Décalage des hauteurs (mètres)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Added to the heights of the elevation model: from its vertical datum to the ellipsoid; the default is 0.</source>
      <translation>Ajouté aux hauteurs du modèle d'élévation : de son système vertical à l'ellipsoïde ; par défaut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Height where there is none (metres)</source>
      <translation>Hauteur là où il n'y en a pas (mètres)</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Stands for a height of the elevation model where it has none, 0 for the sea for example. Not set: nodes there are nodata.</source>
      <translation>Tient lieu de hauteur là où le modèle d'élévation n'en a pas, 0 pour la mer par exemple. Non renseignée : les nœuds y sont nodata.</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Nodes outside of the validity of the RPC</source>
      <translation>Nœuds hors du domaine de validité des RPC</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>Nodes without a height</source>
      <translation>Nœuds sans hauteur</translation>
    </message>
    <message>
      <location filename="../algorithms/create_grid_from_rpc.py" />
      <source>HEIGHT_OFFSET and DEM_MISSING need DEM; give it, or HEIGHT alone.</source>
      <translation>HEIGHT_OFFSET et DEM_MISSING ont besoin de DEM ; donnez-le, ou HEIGHT seul.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Grid raster</source>
      <translation>Grille raster</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Raster with a band of source rows and a band of source columns.</source>
      <translation>Raster avec une bande de lignes de la source et une bande de colonnes de la source.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Grid band of rows (or y)</source>
      <translation>Bande de la grille pour les lignes (ou y)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Grid band of columns (or x)</source>
      <translation>Bande de la grille pour les colonnes (ou x)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Counted from 1; the default is {}.</source>
      <translation>Comptée à partir de 1 ; par défaut {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Grid raster of columns (or x)</source>
      <translation>Grille raster des colonnes (ou x)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Raster of the grid band of columns, if it is not in the grid raster; its band is 1 then unless you set another.</source>
      <translation>Raster de la bande des colonnes, si elle n'est pas dans la grille raster ; sa bande est alors la 1 si vous n'en choisissez pas une autre.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Grid convention</source>
      <translation>Convention de la grille</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Output {} per grid node</source>
      <translation>Pixels de sortie par nœud de la grille : {}</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Output {} from one node to the next. If it is not set, what the grid raster remembers of itself is taken, or 1.</source>
      <translation>Nombre de {} de sortie d'un nœud au suivant. S'il n'est pas renseigné, ce que la grille raster retient d'elle-même est pris, ou 1.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>pixel centres on integers</source>
      <translation>centres de pixels sur les entiers</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>cell edges on integers</source>
      <translation>bords de cellules sur les entiers</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>y and x in {}'s reference system</source>
      <translation>y et x dans le système de référence de {}</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>rows and columns from where the node lies itself, in pixels of {}</source>
      <translation>lignes et colonnes à partir de la place du nœud lui-même, en pixels de {}</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source> (default)</source>
      <translation> (par défaut)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Mask of the grid</source>
      <translation>Masque de la grille</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Raster of the grid's size; nodes without the valid value are invalid.</source>
      <translation>Raster de la taille de la grille ; les nœuds qui n'ont pas la valeur valide sont invalides.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Valid value of the grid mask</source>
      <translation>Valeur valide du masque de la grille</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>The default is 1.</source>
      <translation>Par défaut 1.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Nodata of the grid</source>
      <translation>Nodata de la grille</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_bands.py" />
      <source>Nodes with this value in either band are invalid, besides the grid raster's own nodata and numbers that are not finite.</source>
      <translation>Les nœuds qui ont cette valeur dans l'une des bandes sont invalides, en plus du nodata de la grille raster elle-même et des nombres qui ne sont pas finis.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>&lt;p&gt;The grid is a raster of two bands that tells, for every &lt;i&gt;step&lt;/i&gt;-th pixel centre of an output frame, which (row, column) of the input lies there, pixel centres on integers. &lt;i&gt;Grid resampling&lt;/i&gt; interpolates between these nodes.&lt;/p&gt;</source>
      <translation>&lt;p&gt;La grille est un raster de deux bandes qui dit, pour un centre de pixel sur &lt;i&gt;pas&lt;/i&gt; d'un cadre de sortie, quelle position (ligne, colonne) de l'entrée s'y trouve, centres de pixels sur les entiers. &lt;i&gt;Rééchantillonner par une grille&lt;/i&gt; interpole entre ces nœuds.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>&lt;p&gt;Give the step, or a maximum error in input pixels from which it is chosen. The error is then measured against the exact transformation halfway between all nodes, and reported. The grid remembers its step and the size of the frame, so that the resampled raster covers the frame exactly.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Donnez le pas, ou une erreur maximale en pixels d'entrée d'après laquelle il est choisi. L'erreur est alors mesurée contre la transformation exacte à mi-chemin de tous les nœuds, et indiquée. La grille retient son pas et la taille du cadre, de sorte que le raster rééchantillonné couvre exactement le cadre.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Target CRS</source>
      <translation>SCR cible</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Reference system of the output frame; not needed with a reference raster. Where no extent is given, one that suits the input is taken, and so is the cell size unless you give it. A cell size alone keeps the input's extent and reference system; where control points tell its place, theirs.</source>
      <translation>Système de référence du cadre de sortie ; inutile avec un raster de référence. Si aucune emprise n'est donnée, une emprise qui convient à l'entrée est prise, de même que la taille de cellule si vous ne la donnez pas. Une taille de cellule seule garde l'emprise et le système de référence de l'entrée ; si des points d'appui indiquent sa place, ceux de ces points.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>the resampled raster</source>
      <translation>le raster rééchantillonné</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Step (output pixels)</source>
      <translation>Pas (pixels de sortie)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Output pixels from one node to the next. If it is not set, the largest power of two is taken that keeps the maximum error and loses nothing of the input.</source>
      <translation>Pixels de sortie d'un nœud au suivant. S'il n'est pas renseigné, la plus grande puissance de deux est prise qui respecte l'erreur maximale et ne perd rien de l'entrée.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Maximum error (input pixels)</source>
      <translation>Erreur maximale (pixels d'entrée)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Used where no step is given; the default is 0.01 input pixels.</source>
      <translation>Sert là où aucun pas n'est donné ; par défaut 0,01 pixel d'entrée.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Step</source>
      <translation>Pas</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Maximum error measured (input pixels)</source>
      <translation>Erreur maximale mesurée (pixels d'entrée)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>RMS error measured (input pixels)</source>
      <translation>Erreur quadratique moyenne mesurée (pixels d'entrée)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Give TARGET_CRS or REFERENCE, not both.</source>
      <translation>Donnez TARGET_CRS ou REFERENCE, pas les deux.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>TARGET_CRS is {}, which is not a reference system that QGIS knows.</source>
      <translation>TARGET_CRS vaut {}, qui n'est pas un système de référence que QGIS connaît.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Raster that will be resampled.</source>
      <translation>Raster qui sera rééchantillonné.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <location filename="../algorithms/grid_report.py" />
      <location filename="../algorithms/region_info.py" />
      <location filename="../algorithms/resampled.py" />
      <source>Input raster</source>
      <translation>Raster d'entrée</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Grid</source>
      <translation>Grille</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Raster of two float64 bands: source row and source column, pixel centres on integers, NaN where unknown.</source>
      <translation>Raster de deux bandes float64 : ligne et colonne de la source, centres de pixels sur les entiers, NaN si inconnu.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Nodes that cannot be transformed</source>
      <translation>Nœuds qui ne peuvent pas être transformés</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Grid of {} x {} nodes, step {}.</source>
      <translation>Grille de {} x {} nœuds, pas {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>{} node(s) cannot be transformed and are nodata.</source>
      <translation>{} nœud(s) ne peuvent pas être transformés et sont nodata.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>Error at {} points halfway between nodes, in input pixels: at most {:.3g}, RMS {:.3g}.</source>
      <translation>Erreur en {} points à mi-chemin des nœuds, en pixels d'entrée : au plus {:.3g}, quadratique moyenne {:.3g}.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_making.py" />
      <source>{} cell(s) of the grid have no value although some of the input lies in them: they lack a node, or the input's longitudes begin anew there. A smaller STEP keeps more, a step of 1 all of it.</source>
      <translation>{} cellule(s) de la grille n'ont pas de valeur bien qu'une part de l'entrée s'y trouve : il leur manque un nœud, ou les longitudes de l'entrée y recommencent. Un STEP plus petit garde davantage, un pas de 1 garde tout.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>distortion</source>
      <translation>distorsion</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>folding</source>
      <translation>repli</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>jacobian</source>
      <translation>jacobien</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>quality</source>
      <translation>qualité</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>report</source>
      <translation>rapport</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>antialiasing</source>
      <translation>anticrénelage</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>mesh</source>
      <translation>maillage</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Grid report</source>
      <translation>Rapport sur une grille</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Tells what a grid raster does: scale, rotation, folds, unknown nodes, error of its step.</source>
      <translation>Dit ce que fait une grille raster : échelle, rotation, replis, nœuds inconnus, erreur de son pas.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>&lt;p&gt;Looks through a grid raster before anything is resampled through it, and says in the log what it does and where its first problems are. The report has a picture and all numbers; the mesh shows lines of nodes on the map.&lt;/p&gt;&lt;p&gt;Between four nodes, a &lt;i&gt;cell&lt;/i&gt;, coordinates are bilinear. At its middle a cell has two &lt;b&gt;scales&lt;/b&gt; along its main axes, in input pixels per output pixel: more than 1 zooms out. Their ratio is the &lt;b&gt;anisotropy&lt;/b&gt;. The &lt;b&gt;rotation&lt;/b&gt; is that of a step along an output row, clockwise in the input with its rows downwards. A cell is &lt;b&gt;folded&lt;/b&gt; if it is mirrored, at a corner at least, and most are not, or the other way round.&lt;/p&gt;&lt;p&gt;The &lt;b&gt;error of the step&lt;/b&gt; is how far positions halfway between nodes may be from the transformation that the grid was made from, supposed that this one is smooth: a quarter of what is measured for a grid of every second node, since errors grow with the square of the step. It is 0 where each output pixel has its node.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Antialiasing&lt;/b&gt; is needed if more than 1 in 100 cells take more than 1.5 input pixels for an output pixel: interpolators read the few pixels around a position and do not average over what lies between. Smooth or shrink the input first.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Parcourt une grille raster avant que quoi que ce soit soit rééchantillonné par elle, et dit dans le journal ce qu'elle fait et où sont ses premiers problèmes. Le rapport a une image et tous les nombres ; le maillage montre des lignes de nœuds sur la carte.&lt;/p&gt;&lt;p&gt;Entre quatre nœuds, une &lt;i&gt;cellule&lt;/i&gt;, les coordonnées sont bilinéaires. En son milieu une cellule a deux &lt;b&gt;échelles&lt;/b&gt; selon ses axes principaux, en pixels d'entrée par pixel de sortie : plus de 1 réduit l'image. Leur rapport est l'&lt;b&gt;anisotropie&lt;/b&gt;. La &lt;b&gt;rotation&lt;/b&gt; est celle d'un pas le long d'une ligne de sortie, dans le sens des aiguilles d'une montre dans l'entrée avec ses lignes vers le bas. Une cellule est &lt;b&gt;repliée&lt;/b&gt; si elle est renversée, en un coin au moins, alors que la plupart ne le sont pas, ou l'inverse.&lt;/p&gt;&lt;p&gt;L'&lt;b&gt;erreur du pas&lt;/b&gt; est la distance possible entre les positions à mi-chemin des nœuds et la transformation dont la grille a été faite, supposée régulière : un quart de ce qui est mesuré pour une grille d'un nœud sur deux, puisque les erreurs croissent comme le carré du pas. Elle est nulle là où chaque pixel de sortie a son nœud.&lt;/p&gt;&lt;p&gt;L'&lt;b&gt;anticrénelage&lt;/b&gt; est nécessaire si plus d'une cellule sur 100 prend plus de 1,5 pixel d'entrée pour un pixel de sortie : les interpolateurs lisent les quelques pixels autour d'une position et ne moyennent pas ce qui est entre deux. Lissez ou réduisez d'abord l'entrée.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Raster that will be resampled. Without it nothing is said about nodes that lie outside; grids of map coordinates need it.</source>
      <translation>Raster qui sera rééchantillonné. Sans lui rien n'est dit des nœuds qui tombent en dehors ; les grilles de coordonnées de carte en ont besoin.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Nodes from line to line of the mesh</source>
      <translation>Nœuds d'une ligne à l'autre du maillage</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>The mesh has a line along every n-th row and column of nodes, and along the last ones. If it is not set, there are about 50 lines each way.</source>
      <translation>Le maillage a une ligne toutes les n lignes et colonnes de nœuds, et le long des dernières. Si le nombre n'est pas renseigné, il y en a environ 50 dans chaque sens.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Where the mesh lies</source>
      <translation>Où est le maillage</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>&lt;i&gt;target&lt;/i&gt; (default): where the grid lies, as the output will; &lt;i&gt;source&lt;/i&gt;: over the input, where the grid reads it.</source>
      <translation>&lt;i&gt;target&lt;/i&gt; (par défaut) : où est la grille, comme le sera la sortie ; &lt;i&gt;source&lt;/i&gt; : sur l'entrée, où la grille la lit.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <location filename="../algorithms/region_info.py" />
      <source>HTML files (*.html)</source>
      <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Report</source>
      <translation>Rapport</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Page of the findings, with a picture; it needs no network.</source>
      <translation>Page des constats, avec une image ; elle n'a pas besoin du réseau.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Mesh</source>
      <translation>Maillage</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Lines along rows and columns of nodes, with the fields &lt;i&gt;kind&lt;/i&gt; (row, col), &lt;i&gt;index&lt;/i&gt; (of the row or column) and &lt;i&gt;folded&lt;/i&gt; (1 beside folded cells); broken where nodes are unknown.</source>
      <translation>Lignes le long des lignes et des colonnes de nœuds, avec les champs &lt;i&gt;kind&lt;/i&gt; (row, col), &lt;i&gt;index&lt;/i&gt; (de la ligne ou de la colonne) et &lt;i&gt;folded&lt;/i&gt; (1 à côté de cellules repliées) ; interrompues où des nœuds sont inconnus.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Nodes</source>
      <translation>Nœuds</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Unknown nodes</source>
      <translation>Nœuds inconnus</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Nodes outside of the input</source>
      <translation>Nœuds hors de l'entrée</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Nodes beyond the centres of the outermost input pixels</source>
      <translation>Nœuds au-delà des centres des pixels extrêmes de l'entrée</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Cells between known nodes</source>
      <translation>Cellules entre nœuds connus</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Folded cells</source>
      <translation>Cellules repliées</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Cells without area</source>
      <translation>Cellules sans surface</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Whether the grid mirrors (0 or 1)</source>
      <translation>La grille renverse l'image comme un miroir (0 ou 1)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Least scale (input pixels per output pixel)</source>
      <translation>Plus petite échelle (pixels d'entrée par pixel de sortie)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Greatest scale (input pixels per output pixel)</source>
      <translation>Plus grande échelle (pixels d'entrée par pixel de sortie)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Mean scale (input pixels per output pixel)</source>
      <translation>Échelle moyenne (pixels d'entrée par pixel de sortie)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Median scale (input pixels per output pixel)</source>
      <translation>Échelle médiane (pixels d'entrée par pixel de sortie)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Mean rotation (degrees)</source>
      <translation>Rotation moyenne (degrés)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Least rotation (degrees)</source>
      <translation>Plus petite rotation (degrés)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Greatest rotation (degrees)</source>
      <translation>Plus grande rotation (degrés)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Greatest anisotropy</source>
      <translation>Plus grande anisotropie</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Error of the step, estimated (input pixels)</source>
      <translation>Erreur du pas, estimée (pixels d'entrée)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>RMS error of the step, estimated (input pixels)</source>
      <translation>Erreur quadratique moyenne du pas, estimée (pixels d'entrée)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Error of twice the step, measured (input pixels)</source>
      <translation>Erreur du double du pas, mesurée (pixels d'entrée)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Cells of more than 1.5 input pixels per output pixel</source>
      <translation>Cellules de plus de 1,5 pixel d'entrée par pixel de sortie</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>Whether the input should be smoothed first (0 or 1)</source>
      <translation>L'entrée devrait être lissée d'abord (0 ou 1)</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>MESH_SPACE is source, which needs INPUT.</source>
      <translation>MESH_SPACE vaut source, qui a besoin de INPUT.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_report.py" />
      <source>OUTPUT_MESH cannot be written: {}.</source>
      <translation>OUTPUT_MESH ne peut pas être écrit : {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_resampling.py" />
      <source>cubic</source>
      <translation>cubique</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_resampling.py" />
      <location filename="../algorithms/resample_interpolate.py" />
      <location filename="../algorithms/resample_spline.py" />
      <location filename="../algorithms/warp.py" />
      <source>interpolation</source>
      <translation>interpolation</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_resampling.py" />
      <location filename="../algorithms/models/coarsemasktofine.model3" />
      <location filename="../algorithms/models/stackonreference.model3" />
      <location filename="../algorithms/models/warpwithclouds.model3" />
      <location filename="../algorithms/resample_interpolate.py" />
      <location filename="../algorithms/resample_nearest.py" />
      <location filename="../algorithms/resample_spline.py" />
      <location filename="../algorithms/resample_statistics.py" />
      <location filename="../algorithms/warp.py" />
      <source>resample</source>
      <translation>rééchantillonner</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_resampling.py" />
      <location filename="../algorithms/models/stackonreference.model3" />
      <location filename="../algorithms/models/warpwithclouds.model3" />
      <location filename="../algorithms/warp.py" />
      <source>b-spline</source>
      <translation>b-spline</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_resampling.py" />
      <source>renormalize</source>
      <translation>renormaliser</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_resampling.py" />
      <location filename="../algorithms/resample_spline.py" />
      <source>spline</source>
      <translation>spline</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_resampling.py" />
      <source>Grid resampling</source>
      <translation>Rééchantillonner par une grille</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_resampling.py" />
      <source>Resamples a raster through a grid of source rows and columns, with its validity.</source>
      <translation>Rééchantillonne un raster par une grille de lignes et de colonnes de la source, avec sa validité.</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_resampling.py" />
      <source>&lt;p&gt;For every output pixel, a grid raster tells the (row, column) of the input that lies there; the input is interpolated at that position. The grid may be coarser than the output: its pixel centres are nodes, and coordinates are bilinear between them. The output lies where the grid's georeference says: its first pixel centre is the first node.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Conventions.&lt;/b&gt; &lt;i&gt;pixel-center&lt;/i&gt;: the centre of the first input pixel is (0, 0); &lt;i&gt;cell-edge&lt;/i&gt;: its centre is (0.5, 0.5), as in GRASS and in GDAL's pixel/line; &lt;i&gt;map&lt;/i&gt;: the row band holds y and the column band x in the input's reference system.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Pour chaque pixel de sortie, une grille raster dit la position (ligne, colonne) de l'entrée qui s'y trouve ; l'entrée est interpolée à cette position. La grille peut être plus grossière que la sortie : les centres de ses pixels sont des nœuds, et les coordonnées sont bilinéaires entre eux. La sortie est là où le dit la géoréférence de la grille : son premier centre de pixel est le premier nœud.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Conventions.&lt;/b&gt; &lt;i&gt;pixel-center&lt;/i&gt; : le centre du premier pixel d'entrée est en (0, 0) ; &lt;i&gt;cell-edge&lt;/i&gt; : son centre est en (0.5, 0.5), comme dans GRASS et dans les pixel/line de GDAL ; &lt;i&gt;map&lt;/i&gt; : la bande des lignes contient y et la bande des colonnes x, dans le système de référence de l'entrée.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/grid_resampling.py" />
      <source>&lt;p&gt;&lt;b&gt;Validity is strict&lt;/b&gt; unless you choose another policy. An output pixel is valid if every input pixel that has weight exists and is valid in all bands used: by nodata, mask or alpha of the raster, by being a finite number, by the mask raster and by the polygons. A position exactly on an input pixel centre needs that pixel only, so an identity grid returns the input unchanged; but B-splines need its neighbours as well. Other pixels get the nodata value, and 0 in the mask.&lt;/p&gt;</source>
      <translation>&lt;p&gt;&lt;b&gt;La validité est stricte&lt;/b&gt; si vous ne choisissez pas une autre règle. Un pixel de sortie est valide si chaque pixel d'entrée qui a un poids existe et est valide dans toutes les bandes utilisées : par le nodata, le masque ou l'alpha du raster, en étant un nombre fini, par le masque raster et par les polygones. Une position exactement sur un centre de pixel d'entrée n'a besoin que de ce pixel, de sorte qu'une grille identité rend l'entrée inchangée ; mais les B-splines ont aussi besoin de ses voisins. Les autres pixels reçoivent la valeur nodata, et 0 dans le masque.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/image_resampling.py" />
      <source>&lt;p&gt;&lt;b&gt;Beyond the border&lt;/b&gt; of the input there is nothing, unless you choose what may be taken for it. Results that lean on that are valid only if you trust it.&lt;/p&gt;</source>
      <translation>&lt;p&gt;&lt;b&gt;Au-delà du bord&lt;/b&gt; de l'entrée il n'y a rien, si vous ne choisissez pas ce qui peut en tenir lieu. Les résultats qui s'appuient dessus ne sont valides que si vous vous y fiez.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/image_resampling.py" />
      <source>Resampling</source>
      <translation>Rééchantillonnage</translation>
    </message>
    <message>
      <location filename="../algorithms/image_resampling.py" />
      <source>Beyond the input's border</source>
      <translation>Au-delà du bord de l'entrée</translation>
    </message>
    <message>
      <location filename="../algorithms/image_resampling.py" />
      <source>&lt;i&gt;none&lt;/i&gt; (default): nothing; &lt;i&gt;constant&lt;/i&gt;: 0; &lt;i&gt;edge&lt;/i&gt;: the outermost pixel; &lt;i&gt;reflect&lt;/i&gt;: mirrored at its centre; &lt;i&gt;symmetric&lt;/i&gt;: mirrored at its outer edge; &lt;i&gt;wrap&lt;/i&gt;: the other side. Used up to half a pixel beyond the outermost centres, and only if it is trusted.</source>
      <translation>&lt;i&gt;none&lt;/i&gt; (par défaut) : rien ; &lt;i&gt;constant&lt;/i&gt; : 0 ; &lt;i&gt;edge&lt;/i&gt; : le pixel extrême ; &lt;i&gt;reflect&lt;/i&gt; : miroir en son centre ; &lt;i&gt;symmetric&lt;/i&gt; : miroir en son bord extérieur ; &lt;i&gt;wrap&lt;/i&gt; : l'autre côté. Sert jusqu'à un demi-pixel au-delà des centres extrêmes, et seulement si l'on s'y fie.</translation>
    </message>
    <message>
      <location filename="../algorithms/image_resampling.py" />
      <source>Trust what lies beyond the border</source>
      <translation>Se fier à ce qui est au-delà du bord</translation>
    </message>
    <message>
      <location filename="../algorithms/image_resampling.py" />
      <source>Whether results that lean on pixels beyond the border are valid; no by default.</source>
      <translation>Indique si les résultats qui s'appuient sur des pixels au-delà du bord sont valides ; non par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/image_resampling.py" />
      <location filename="../algorithms/region_resampling.py" />
      <source>Type of the output</source>
      <translation>Type de la sortie</translation>
    </message>
    <message>
      <location filename="../algorithms/image_resampling.py" />
      <source>&lt;i&gt;input&lt;/i&gt; (default) keeps the input's; else one of {}. Integers are rounded half to even and clipped to their range.</source>
      <translation>&lt;i&gt;input&lt;/i&gt; (par défaut) garde celui de l'entrée ; sinon l'un de {}. Les entiers sont arrondis à la moitié paire et bornés à leur domaine.</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>&lt;p&gt;&lt;b&gt;Cardinal B-splines&lt;/b&gt; pass through all input pixels and are smooth between them: piecewise polynomials of the degree that is their order. A higher order keeps more detail, but it rings farther, weighs more pixels, 4 x 4 for order 3 to 12 x 12 for order 11, and loses more of them at borders and beside invalid pixels. The input is filtered first, which spreads each pixel over its surroundings. So invalid pixels are filled from valid neighbours before that: what nodata or NaN pixels hold never leaks.&lt;/p&gt;</source>
      <translation>&lt;p&gt;&lt;b&gt;Les B-splines cardinales&lt;/b&gt; passent par tous les pixels d'entrée et sont lisses entre eux : des polynômes par morceaux dont le degré est leur ordre. Un ordre plus élevé garde plus de détails, mais il oscille plus loin, pèse plus de pixels, de 4 x 4 à l'ordre 3 à 12 x 12 à l'ordre 11, et en perd davantage aux bords et à côté de pixels invalides. L'entrée est d'abord filtrée, ce qui répand chaque pixel sur ses alentours. Les pixels invalides sont donc remplis auparavant à partir de voisins valides : ce que contiennent les pixels nodata ou NaN ne fuit jamais.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>Interpolation</source>
      <translation>Interpolation</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>&lt;i&gt;nearest&lt;/i&gt;: the pixel floor(x + 1/2), for classes; &lt;i&gt;linear&lt;/i&gt;: 2 x 2; &lt;i&gt;cubic&lt;/i&gt; (default): 4 x 4 input pixels, Keys with a = -1/2; &lt;i&gt;bspline3&lt;/i&gt;: cardinal B-spline of order 3, 4 x 4 pixels after a filter over the input; &lt;i&gt;bspline5&lt;/i&gt;: of order 5, 6 x 6; &lt;i&gt;bspline7&lt;/i&gt;: of order 7, 8 x 8; &lt;i&gt;bspline9&lt;/i&gt;: of order 9, 10 x 10; &lt;i&gt;bspline11&lt;/i&gt;: of order 11, 12 x 12. The time per pixel grows with these numbers.</source>
      <translation>&lt;i&gt;nearest&lt;/i&gt; : le pixel floor(x + 1/2), pour des classes ; &lt;i&gt;linear&lt;/i&gt; : 2 x 2 ; &lt;i&gt;cubic&lt;/i&gt; (par défaut) : 4 x 4 pixels d'entrée, Keys avec a = -1/2 ; &lt;i&gt;bspline3&lt;/i&gt; : B-spline cardinale d'ordre 3, 4 x 4 pixels après un filtre sur l'entrée ; &lt;i&gt;bspline5&lt;/i&gt; : d'ordre 5, 6 x 6 ; &lt;i&gt;bspline7&lt;/i&gt; : d'ordre 7, 8 x 8 ; &lt;i&gt;bspline9&lt;/i&gt; : d'ordre 9, 10 x 10 ; &lt;i&gt;bspline11&lt;/i&gt; : d'ordre 11, 12 x 12. Le temps par pixel croît avec ces nombres.</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>B-splines: start of the filter</source>
      <translation>B-splines : départ du filtre</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>&lt;i&gt;truncated&lt;/i&gt; (default): as in GridR 0.7; with strict validity and default settings, results within 6, 10, 14, 17 or 21 pixels of a border of the input (orders 3, 5, 7, 9, 11) are invalid unless a boundary is chosen and trusted. &lt;i&gt;exact&lt;/i&gt;: no border is lost, and the input may be of any size; it is continued as the boundary says or, without one, by its mirror image.</source>
      <translation>&lt;i&gt;truncated&lt;/i&gt; (par défaut) : comme dans GridR 0.7 ; avec la validité stricte et les réglages par défaut, les résultats à moins de 6, 10, 14, 17 ou 21 pixels d'un bord de l'entrée (ordres 3, 5, 7, 9, 11) sont invalides, à moins que l'on choisisse un prolongement et qu'on s'y fie. &lt;i&gt;exact&lt;/i&gt; : aucun bord n'est perdu, et l'entrée peut avoir n'importe quelle taille ; elle est prolongée comme le dit le prolongement ou, sans lui, par son image dans un miroir.</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>B-splines: error of the truncated start</source>
      <translation>B-splines : erreur du départ tronqué</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>Largest error that the truncated start may cause, as a share of the largest input value; more than 0 and at most 1, the default is {:g}.</source>
      <translation>Plus grande erreur que peut causer le départ tronqué, en part de la plus grande valeur d'entrée ; plus de 0 et au plus 1, par défaut {:g}.</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>B-splines: share of an invalid pixel that counts</source>
      <translation>B-splines : part d'un pixel invalide qui compte</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>With strict validity, a coefficient of a B-spline is invalid if an invalid pixel is within ln(threshold) / ln|z1| steps along rows and columns, z1 being the largest pole of the filter: 5, 8, 11, 13 or 16 pixels for orders 3, 5, 7, 9 and 11 at the default, {:g}; more than 0 and at most 1. With 1 nothing but the coefficients of invalid pixels themselves is. At worst this makes valid results wrong by {} times (order 3) or {} times (order 11) the largest difference between the true values of invalid pixels and what they are filled with, which lies between the values of valid neighbours; with 1, by {} or {} times.</source>
      <translation>Avec la validité stricte, un coefficient d'une B-spline est invalide si un pixel invalide est à moins de ln(seuil) / ln|z1| pas le long des lignes et des colonnes, z1 étant le plus grand pôle du filtre : 5, 8, 11, 13 ou 16 pixels pour les ordres 3, 5, 7, 9 et 11 par défaut, {:g} ; plus de 0 et au plus 1. Avec 1, seuls le sont les coefficients des pixels invalides eux-mêmes. Au pire, des résultats valides en deviennent faux de {} fois (ordre 3) ou {} fois (ordre 11) la plus grande différence entre les vraies valeurs des pixels invalides et ce dont ils sont remplis, qui est entre les valeurs des voisins valides ; avec 1, de {} ou {} fois.</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>Antialias where it zooms out</source>
      <translation>Anticrénelage où l'image est réduite</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>Where an output pixel covers several input pixels, the kernel becomes as many times wider, along rows and along columns, so that details which the output cannot hold are averaged instead of showing as patterns (gdalwarp does so too). It takes more time, and invalid pixels and borders are felt farther. Nearest is not affected. {} by default.</source>
      <translation>Là où un pixel de sortie couvre plusieurs pixels d'entrée, le noyau devient d'autant plus large, le long des lignes et le long des colonnes, de sorte que les détails que la sortie ne peut pas contenir sont moyennés au lieu d'apparaître comme des motifs (gdalwarp le fait aussi). Cela prend plus de temps, et les pixels invalides et les bords se font sentir plus loin. Nearest n'est pas concerné. {} par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>No</source>
      <translation>Non</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>Yes</source>
      <translation>Oui</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>Results beside invalid pixels</source>
      <translation>Résultats à côté de pixels invalides</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>&lt;i&gt;strict&lt;/i&gt; (default): valid if every input pixel with weight exists and is valid, as in GridR and GRASS. &lt;i&gt;renormalized&lt;/i&gt;: valid if valid pixels have at least the minimum valid weight; the others are left out and the weights scaled, as in GDAL. &lt;i&gt;nearest&lt;/i&gt;: valid if the nearest pixel is; values as renormalized. With the last two, results reach to the outer edges of the input's outermost cells. B-splines weigh coefficients: invalid pixels take part with the values that they are filled with, and only validity follows the policy. Interpolation by nearest pixel is not affected.</source>
      <translation>&lt;i&gt;strict&lt;/i&gt; (par défaut) : valide si chaque pixel d'entrée qui a un poids existe et est valide, comme dans GridR et GRASS. &lt;i&gt;renormalized&lt;/i&gt; : valide si les pixels valides ont au moins le poids valide minimal ; les autres sont laissés de côté et les poids remis à l'échelle, comme dans GDAL. &lt;i&gt;nearest&lt;/i&gt; : valide si le pixel le plus proche l'est ; valeurs comme renormalized. Avec les deux derniers, les résultats vont jusqu'aux bords extérieurs des cellules extrêmes de l'entrée. Les B-splines pèsent des coefficients : les pixels invalides y participent avec les valeurs dont ils sont remplis, et seule la validité suit la règle. L'interpolation par le pixel le plus proche n'est pas concernée.</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>Minimum valid weight</source>
      <translation>Poids valide minimal</translation>
    </message>
    <message>
      <location filename="../algorithms/interpolation.py" />
      <source>With renormalized validity: the share of the weight that valid input pixels must have at least; more than 0 and at most 1, the default is {:g}.</source>
      <translation>Avec la validité renormalized : la part du poids que les pixels d'entrée valides doivent avoir au moins ; plus de 0 et au plus 1, par défaut {:g}.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>quality band</source>
      <translation>bande de qualité</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>qa</source>
      <translation>qa</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>bits</source>
      <translation>bits</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>bitmask</source>
      <translation>masque de bits</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <location filename="../algorithms/resample_nearest.py" />
      <source>classes</source>
      <translation>classes</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>dilation</source>
      <translation>dilatation</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>buffer</source>
      <translation>tampon</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>landsat</source>
      <translation>landsat</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>maja</source>
      <translation>maja</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>modis</source>
      <translation>modis</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>sentinel-2</source>
      <translation>sentinel-2</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Mask from values</source>
      <translation>Masque à partir de valeurs</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Makes a validity mask from the values, ranges or bits of a quality band.</source>
      <translation>Construit un masque de validité à partir des valeurs, des intervalles ou des bits d'une bande de qualité.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>&lt;p&gt;Makes a raster that tells which pixels of a quality band are valid: by single values (classes), by ranges, and by bits and bit fields. Pixels that match are invalid, or with &lt;i&gt;MATCHING=valid&lt;/i&gt; they are valid and all others invalid.&lt;/p&gt;&lt;p&gt;&lt;b&gt;The rule.&lt;/b&gt; A criterion (VALUES, RANGES, BITS) holds where any of its entries does. Of the criteria that are given, any or all must hold (&lt;i&gt;COMBINE&lt;/i&gt;). Apart from that, pixels that are nodata or masked (&lt;i&gt;NODATA&lt;/i&gt;) or not finite (&lt;i&gt;NON_FINITE&lt;/i&gt;) are invalid whatever they hold and whatever matches.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Erosion, then dilation&lt;/b&gt; of the invalid area, by exact distances between pixel centres. Erosion makes invalid pixels valid that have a valid pixel within its distance, so that specks go; but pixels without a value stay invalid. Dilation then makes pixels invalid that have an invalid one within its distance, so that what is left gets a margin. In this order specks go before they would be grown. What is beyond the raster is neither valid nor invalid: nothing grows or shrinks from there.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Another frame&lt;/b&gt; (REFERENCE, or EXTENT and CELL_SIZE): the finished mask is laid over it as by &lt;i&gt;Build mask&lt;/i&gt;: a cell is valid if all mask pixels with bilinear weight are. So cells beyond the outermost pixel centres of the band have no support and are invalid: of a 10 m image with a 20 m mask the outermost row and column on each side. Where cells are larger than pixels, those around the cell's centre decide.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Settings&lt;/b&gt; for common bands:&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Landsat Collection 2 QA_PIXEL, fill, clouds, shadows: BITS &lt;i&gt;0, 1, 2, 3, 4&lt;/i&gt;; with snow &lt;i&gt;0, 1, 2, 3, 4, 5&lt;/i&gt;; certain clouds and shadows only: &lt;i&gt;0, 8-9=3, 10-11=3&lt;/i&gt;&lt;/li&gt;&lt;li&gt;Landsat 8 and 9 Collection 2 QA_RADSAT, a band saturated: BITS &lt;i&gt;0, 1, 2, 3, 4, 5, 6, 8&lt;/i&gt;; anything at all: RANGES &lt;i&gt;1:&lt;/i&gt;&lt;/li&gt;&lt;li&gt;Sentinel-2 L2A SCL, no data, defective, clouds, shadows: VALUES &lt;i&gt;0, 1, 3, 8, 9, 10&lt;/i&gt;; or MATCHING &lt;i&gt;valid&lt;/i&gt;, VALUES &lt;i&gt;4, 5, 6&lt;/i&gt;&lt;/li&gt;&lt;li&gt;MAJA CLM, clouds and shadows: BITS &lt;i&gt;0&lt;/i&gt;; with high clouds &lt;i&gt;0, 7&lt;/i&gt;&lt;/li&gt;&lt;li&gt;MAJA MG2, clouds, snow, shadows: BITS &lt;i&gt;1, 2, 3&lt;/i&gt;; with terrain and low sun &lt;i&gt;1, 2, 3, 4, 5, 6, 7&lt;/i&gt;&lt;/li&gt;&lt;li&gt;MODIS state_1km, clouds, mixed, shadows, cirrus: BITS &lt;i&gt;0-1=1|2, 2, 8-9=2|3, 10&lt;/i&gt;&lt;/li&gt;&lt;/ul&gt;&lt;p&gt;The documentation tells what each bit and class means, and where that is written.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Fait un raster qui dit quels pixels d'une bande de qualité sont valides : par des valeurs seules (classes), par des intervalles, et par des bits et des champs de bits. Les pixels qui correspondent sont invalides, ou avec &lt;i&gt;MATCHING=valid&lt;/i&gt; ils sont valides et tous les autres invalides.&lt;/p&gt;&lt;p&gt;&lt;b&gt;La règle.&lt;/b&gt; Un critère (VALUES, RANGES, BITS) est rempli où l'une quelconque de ses entrées l'est. Des critères donnés, l'un quelconque ou tous doivent être remplis (&lt;i&gt;COMBINE&lt;/i&gt;). En dehors de cela, les pixels nodata ou masqués (&lt;i&gt;NODATA&lt;/i&gt;) ou non finis (&lt;i&gt;NON_FINITE&lt;/i&gt;) sont invalides, quoi qu'ils contiennent, qu'ils correspondent ou non.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Érosion, puis dilatation&lt;/b&gt; de la zone invalide, par des distances exactes entre centres de pixels. L'érosion rend valides les pixels invalides qui ont un pixel valide à sa distance, de sorte que les points isolés disparaissent ; mais les pixels sans valeur restent invalides. La dilatation rend ensuite invalides les pixels qui en ont un invalide à sa distance, de sorte que ce qui reste reçoit une marge. Dans cet ordre les points isolés disparaissent avant qu'on ne les fasse grandir. Ce qui est au-delà du raster n'est ni valide ni invalide : rien ne grandit ni ne rétrécit à partir de là.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Un autre cadre&lt;/b&gt; (REFERENCE, ou EXTENT et CELL_SIZE) : le masque fini y est posé comme par &lt;i&gt;Construire un masque&lt;/i&gt; : une cellule est valide si tous les pixels du masque qui ont un poids bilinéaire le sont. Les cellules au-delà des centres de pixels extrêmes de la bande n'ont donc pas de support et sont invalides : d'une image à 10 m avec un masque à 20 m, la ligne et la colonne extrêmes de chaque côté. Là où les cellules sont plus grandes que les pixels, ceux qui entourent le centre de la cellule décident.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Réglages&lt;/b&gt; pour des bandes courantes :&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Landsat Collection 2 QA_PIXEL, remplissage, nuages, ombres : BITS &lt;i&gt;0, 1, 2, 3, 4&lt;/i&gt; ; avec la neige &lt;i&gt;0, 1, 2, 3, 4, 5&lt;/i&gt; ; nuages et ombres certains seulement : &lt;i&gt;0, 8-9=3, 10-11=3&lt;/i&gt;&lt;/li&gt;&lt;li&gt;Landsat 8 et 9 Collection 2 QA_RADSAT, une bande saturée : BITS &lt;i&gt;0, 1, 2, 3, 4, 5, 6, 8&lt;/i&gt; ; n'importe quoi : RANGES &lt;i&gt;1:&lt;/i&gt;&lt;/li&gt;&lt;li&gt;Sentinel-2 L2A SCL, sans donnée, défectueux, nuages, ombres : VALUES &lt;i&gt;0, 1, 3, 8, 9, 10&lt;/i&gt; ; ou MATCHING &lt;i&gt;valid&lt;/i&gt;, VALUES &lt;i&gt;4, 5, 6&lt;/i&gt;&lt;/li&gt;&lt;li&gt;MAJA CLM, nuages et ombres : BITS &lt;i&gt;0&lt;/i&gt; ; avec les nuages hauts &lt;i&gt;0, 7&lt;/i&gt;&lt;/li&gt;&lt;li&gt;MAJA MG2, nuages, neige, ombres : BITS &lt;i&gt;1, 2, 3&lt;/i&gt; ; avec le relief et le soleil bas &lt;i&gt;1, 2, 3, 4, 5, 6, 7&lt;/i&gt;&lt;/li&gt;&lt;li&gt;MODIS state_1km, nuages, mixtes, ombres, cirrus : BITS &lt;i&gt;0-1=1|2, 2, 8-9=2|3, 10&lt;/i&gt;&lt;/li&gt;&lt;/ul&gt;&lt;p&gt;La documentation dit ce que signifie chaque bit et chaque classe, et où cela est écrit.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Quality raster</source>
      <translation>Raster de qualité</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Raster with the quality band; any real type.</source>
      <translation>Raster qui contient la bande de qualité ; n'importe quel type réel.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <location filename="../algorithms/region_page.py" />
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Band</source>
      <translation>Bande</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Quality band, counted from 1; the default is 1.</source>
      <translation>Bande de qualité, comptée à partir de 1 ; par défaut 1.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Raster of one byte per cell, compressed; no value is declared as nodata.</source>
      <translation>Raster d'un octet par cellule, compressé ; aucune valeur n'est déclarée comme nodata.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Values</source>
      <translation>Valeurs</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Numbers separated by commas, such as &lt;i&gt;3, 8, 9, 10&lt;/i&gt;; a pixel matches that holds one of them. Decimals have a point. In a floating band a number stands for the nearest one that the band can hold.</source>
      <translation>Nombres séparés par des virgules, tels que &lt;i&gt;3, 8, 9, 10&lt;/i&gt; ; un pixel correspond s'il contient l'un d'eux. Les décimales ont un point. Dans une bande flottante un nombre tient lieu du plus proche que la bande peut contenir.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Ranges</source>
      <translation>Intervalles</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Ranges separated by commas, such as &lt;i&gt;100:200, :0, 9000:&lt;/i&gt;; both ends belong to a range, and one that is left out is open. &lt;i&gt;:&lt;/i&gt; alone is all numbers.</source>
      <translation>Intervalles séparés par des virgules, tels que &lt;i&gt;100:200, :0, 9000:&lt;/i&gt; ; les deux bouts appartiennent à l'intervalle, et un bout omis est ouvert. &lt;i&gt;:&lt;/i&gt; seul veut dire tous les nombres.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Bits</source>
      <translation>Bits</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Bits separated by commas, counted from 0, the least significant one. &lt;i&gt;3&lt;/i&gt;: bit 3 is 1; &lt;i&gt;6=0&lt;/i&gt;: bit 6 is 0; &lt;i&gt;8-9=2|3&lt;/i&gt;: bits 8 to 9, read as a number, are 2 or 3. One of the entries is enough to match. Needs a band of integers; of signed ones the bits are those of the two's complement.</source>
      <translation>Bits séparés par des virgules, comptés à partir de 0, le moins significatif. &lt;i&gt;3&lt;/i&gt; : le bit 3 vaut 1 ; &lt;i&gt;6=0&lt;/i&gt; : le bit 6 vaut 0 ; &lt;i&gt;8-9=2|3&lt;/i&gt; : les bits 8 à 9, lus comme un nombre, valent 2 ou 3. Une des entrées suffit. Il faut une bande d'entiers ; ceux qui ont un signe sont lus en complément à deux.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Combine criteria</source>
      <translation>Combiner les critères</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Of VALUES, RANGES and BITS, as far as they are given: a pixel matches where &lt;i&gt;any&lt;/i&gt; (default) or &lt;i&gt;all&lt;/i&gt; of them hold. Within each of them one entry is enough.</source>
      <translation>De VALUES, RANGES et BITS, pour ceux qui sont donnés : un pixel correspond où &lt;i&gt;any&lt;/i&gt; (par défaut, l'un quelconque) ou &lt;i&gt;all&lt;/i&gt; (tous) sont remplis. Dans chacun, une entrée suffit.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Pixels that match are</source>
      <translation>Les pixels qui correspondent sont</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>&lt;i&gt;invalid&lt;/i&gt; (default): these are invalid, all others valid; &lt;i&gt;valid&lt;/i&gt;: these are valid, all others invalid.</source>
      <translation>&lt;i&gt;invalid&lt;/i&gt; (par défaut) : ceux-ci sont invalides, tous les autres valides ; &lt;i&gt;valid&lt;/i&gt; : ceux-ci sont valides, tous les autres invalides.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Nodata is invalid</source>
      <translation>Nodata est invalide</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Whether pixels that are nodata, masked or transparent are invalid, whatever matches; true by default. Else what they hold is looked at as in any other.</source>
      <translation>Indique si les pixels nodata, masqués ou transparents sont invalides, qu'ils correspondent ou non ; oui par défaut. Sinon ce qu'ils contiennent est regardé comme pour tout autre.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>NaN and infinity are invalid</source>
      <translation>NaN et infini sont invalides</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Whether pixels that are NaN or infinite are invalid, whatever matches; true by default. Else NaN matches nothing, and infinity open ranges.</source>
      <translation>Indique si les pixels NaN ou infinis sont invalides, qu'ils correspondent ou non ; oui par défaut. Sinon NaN ne correspond à rien, et l'infini aux intervalles ouverts.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Erosion of the invalid area</source>
      <translation>Érosion de la zone invalide</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>First: invalid pixels become valid that have a valid one within this distance, in UNIT; the default 0 leaves all as they are. Pixels without a value stay invalid.</source>
      <translation>D'abord : les pixels invalides qui en ont un valide à cette distance, en UNIT, deviennent valides ; 0, par défaut, les laisse tous tels quels. Les pixels sans valeur restent invalides.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Dilation of the invalid area</source>
      <translation>Dilatation de la zone invalide</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Then: pixels become invalid that have an invalid one within this distance, in UNIT; the default 0 leaves all as they are.</source>
      <translation>Ensuite : les pixels qui en ont un invalide à cette distance, en UNIT, deviennent invalides ; 0, par défaut, les laisse tous tels quels.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>Unit of the distances</source>
      <translation>Unité des distances</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_from_values.py" />
      <source>&lt;i&gt;pixels&lt;/i&gt; (default): rows and columns count the same, whatever the shape of the pixels. &lt;i&gt;meters&lt;/i&gt;: of the map in a projected reference system, where Web Mercator's are too long far from the equator; in longitudes and latitudes on the ellipsoid, along the meridian and the parallel of the pixel that is decided on; the east end is not joined to the west.</source>
      <translation>&lt;i&gt;pixels&lt;/i&gt; (par défaut) : lignes et colonnes comptent autant, quelle que soit la forme des pixels. &lt;i&gt;meters&lt;/i&gt; : ceux de la carte dans un système de référence projeté, où ceux de Web Mercator sont trop longs loin de l'équateur ; en longitudes et latitudes, sur l'ellipsoïde, le long du méridien et du parallèle du pixel examiné ; le bout est n'est pas joint à l'ouest.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>More valid areas (polygons)</source>
      <translation>Autres zones valides (polygones)</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>More invalid areas (polygons)</source>
      <translation>Autres zones invalides (polygones)</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>Polygon layers, each in any reference system, whose polygons join those of {0}_GEOMETRY. On the command line the parameter is given once for each layer: &lt;i&gt;{0}_LAYERS=a.gpkg {0}_LAYERS=b.gpkg&lt;/i&gt;.</source>
      <translation>Couches de polygones, chacune dans n'importe quel système de référence, dont les polygones se joignent à ceux de {0}_GEOMETRY. En ligne de commande le paramètre est donné une fois par couche : &lt;i&gt;{0}_LAYERS=a.gpkg {0}_LAYERS=b.gpkg&lt;/i&gt;.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>Filter of {} areas</source>
      <translation>Filtre des zones {}s</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>Expression that features of {0}_GEOMETRY and {0}_LAYERS have to fit, such as &lt;i&gt;{1}&lt;/i&gt;; every one of these layers must have its fields. Not set: all features count.</source>
      <translation>Expression que les entités de {0}_GEOMETRY et {0}_LAYERS doivent vérifier, telle que &lt;i&gt;{1}&lt;/i&gt; ; chacune de ces couches doit en avoir les champs. Non renseignée : toutes les entités comptent.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>More areas: selected features only</source>
      <translation>Autres zones : seulement les entités sélectionnées</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>Whether only selected features of VALID_LAYERS and INVALID_LAYERS count; no by default. VALID_GEOMETRY and INVALID_GEOMETRY have a check box of their own.</source>
      <translation>Indique si seules comptent les entités sélectionnées de VALID_LAYERS et INVALID_LAYERS ; non par défaut. VALID_GEOMETRY et INVALID_GEOMETRY ont leur propre case à cocher.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>Buffer of {} areas</source>
      <translation>Tampon des zones {}s</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>By how many map units of the output each polygon grows, or shrinks if negative, after it has been brought to the output's reference system: each for itself, with round corners of {} segments to a quarter of a circle. The default is 0.</source>
      <translation>De combien d'unités de carte de la sortie chaque polygone grandit, ou rétrécit si la valeur est négative, après avoir été amené dans le système de référence de la sortie : chacun pour soi, avec des coins ronds de {} segments par quart de cercle. Par défaut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>Invalid polygons</source>
      <translation>Polygones invalides</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>What becomes of polygons that intersect themselves: &lt;i&gt;even-odd&lt;/i&gt; (default) takes what an odd number of turns encloses as inside; &lt;i&gt;make-valid&lt;/i&gt; repairs them as QGIS does and drops those of which no polygon is left; &lt;i&gt;drop&lt;/i&gt; drops them all. The log tells numbers and the first ids.</source>
      <translation>Ce que deviennent les polygones qui se recoupent eux-mêmes : &lt;i&gt;even-odd&lt;/i&gt; (par défaut) prend comme intérieur ce qu'entoure un nombre impair de tours ; &lt;i&gt;make-valid&lt;/i&gt; les répare comme QGIS et abandonne ceux dont il ne reste aucun polygone ; &lt;i&gt;drop&lt;/i&gt; les abandonne tous. Le journal dit les nombres et les premiers identifiants.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>Invalid polygons repaired</source>
      <translation>Polygones invalides réparés</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>Invalid polygons dropped</source>
      <translation>Polygones invalides abandonnés</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>BUFFER_{} is {}; it must be finite.</source>
      <translation>BUFFER_{} vaut {} ; il faut un nombre fini.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_polygons.py" />
      <source>There is no {} area, so its filter and buffer change nothing.</source>
      <translation>Il n'y a pas de zone {} ; son filtre et son tampon ne changent rien.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>Cells that belong to a polygon</source>
      <translation>Cellules qui appartiennent à un polygone</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>&lt;i&gt;center&lt;/i&gt; (default): the centre is inside or on an edge; &lt;i&gt;center-strict&lt;/i&gt;: the centre is inside, not on an edge; &lt;i&gt;touch&lt;/i&gt;: the polygon meets the inside of the cell, so polygons along cell edges do not grow.</source>
      <translation>&lt;i&gt;center&lt;/i&gt; (par défaut) : le centre est à l'intérieur ou sur un bord ; &lt;i&gt;center-strict&lt;/i&gt; : le centre est à l'intérieur, pas sur un bord ; &lt;i&gt;touch&lt;/i&gt; : le polygone rencontre l'intérieur de la cellule, de sorte que des polygones le long de bords de cellules ne grossissent pas.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>&lt;i&gt;coverage&lt;/i&gt;: all polygons together cover a share of the cell's area, see below.</source>
      <translation>&lt;i&gt;coverage&lt;/i&gt; : tous les polygones ensemble couvrent une part de la surface de la cellule, voir ci-dessous.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>Rule coverage: share of a cell's area</source>
      <translation>Règle coverage : part de la surface d'une cellule</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>Smallest share of a cell, more than 0 and at most 1, that polygons have to cover; the default is 0.5. Shares are exact, and one that misses it by a billionth has reached it. Only for the rule &lt;i&gt;coverage&lt;/i&gt;, which needs the Python package shapely.</source>
      <translation>Plus petite part d'une cellule, plus de 0 et au plus 1, que les polygones doivent couvrir ; par défaut 0.5. Les parts sont exactes, et une part à laquelle il manque un milliardième l'a atteinte. Seulement pour la règle &lt;i&gt;coverage&lt;/i&gt;, qui a besoin du paquet Python shapely.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>COVERAGE is set, but RULE is {}; it is for coverage only.</source>
      <translation>COVERAGE est renseigné, mais RULE vaut {} ; ce paramètre n'est que pour coverage.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>Threshold of validity (0 to 1)</source>
      <translation>Seuil de validité (0 à 1)</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>Smallest interpolated validity of the mask that is valid. The default 0.999 is strict up to about 30 x 30 cells per mask pixel, 1 is strict always.</source>
      <translation>Plus petite validité interpolée du masque qui est valide. La valeur par défaut 0.999 est stricte jusqu'à environ 30 x 30 cellules par pixel du masque, 1 est toujours strict.</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>0 to 255</source>
      <translation>0 à 255</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>Value of valid cells ({})</source>
      <translation>Valeur des cellules valides ({})</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>Value of invalid cells ({})</source>
      <translation>Valeur des cellules invalides ({})</translation>
    </message>
    <message>
      <location filename="../algorithms/mask_settings.py" />
      <source>The default is {}.</source>
      <translation>Par défaut {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Valid area (polygons)</source>
      <translation>Zone valide (polygones)</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Polygon layer in any reference system: cells of {} outside of all polygons are invalid. A layer without polygons is an error.</source>
      <translation>Couche de polygones dans n'importe quel système de référence : dans {}, les cellules hors de tous les polygones sont invalides. Une couche sans polygone est une erreur.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Invalid area (polygons)</source>
      <translation>Zone invalide (polygones)</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Polygon layer in any reference system: cells of {} inside a polygon are invalid. A layer without polygons changes nothing.</source>
      <translation>Couche de polygones dans n'importe quel système de référence : dans {}, les cellules à l'intérieur d'un polygone sont invalides. Une couche sans polygone ne change rien.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Raster whose cells {} gets exactly: extent, cell size and reference system.</source>
      <translation>Raster dont {} reçoit exactement les cellules : emprise, taille de cellule et système de référence.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Without a reference raster: the rectangle that {} covers, from its north-west corner on; the south and east sides are moved to the nearest whole cell.</source>
      <translation>Sans raster de référence : le rectangle que couvre {}, à partir de son coin nord-ouest ; les côtés sud et est sont déplacés jusqu'à la cellule entière la plus proche.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Without a reference raster: width and height of a cell in units of the output's reference system.</source>
      <translation>Sans raster de référence : largeur et hauteur d'une cellule dans les unités du système de référence de la sortie.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Give REFERENCE, or EXTENT and CELL_SIZE, not both.</source>
      <translation>Donnez REFERENCE, ou EXTENT et CELL_SIZE, pas les deux.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>EXTENT and CELL_SIZE belong together; give both, or REFERENCE.</source>
      <translation>EXTENT et CELL_SIZE vont ensemble ; donnez les deux, ou REFERENCE.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <location filename="../gridr_provider/options_page.py" />
      <source>Threads</source>
      <translation>Fils d'exécution</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Tiles computed at once; 0 (default) takes what the options of QGIS or the environment say (GRIDR_THREADS), else all cores. The result does not depend on it.</source>
      <translation>Tuiles calculées à la fois ; 0 (par défaut) prend ce que disent les options de QGIS ou l'environnement (GRIDR_THREADS), sinon tous les cœurs. Le résultat n'en dépend pas.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Memory (MB)</source>
      <translation>Mémoire (Mo)</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Megabytes that the process may take in all, 64 or more, with what QGIS holds already; but at least a quarter is for the job. 0 (default) takes what the options of QGIS or the environment say (GRIDR_MAX_MEMORY), else a quarter of the machine's memory, at most 1024. With less memory tiles become smaller or fewer at once, which takes longer. The result does not depend on it.</source>
      <translation>Mégaoctets que le processus peut prendre en tout, 64 ou plus, avec ce que QGIS tient déjà ; mais un quart au moins est pour le travail. 0 (par défaut) prend ce que disent les options de QGIS ou l'environnement (GRIDR_MAX_MEMORY), sinon un quart de la mémoire de la machine, 1024 au plus. Avec moins de mémoire les tuiles sont plus petites ou moins nombreuses à la fois, ce qui prend plus de temps. Le résultat n'en dépend pas.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Address of a Dask scheduler</source>
      <translation>Adresse d'un ordonnanceur Dask</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Such as &lt;i&gt;tcp://10.0.0.1:8786&lt;/i&gt;: its workers compute the tiles, with their own threads and with the memory above for each. They must have gridr_qgis in this version, and see the input files under the same paths. Not set (default): this machine computes. The result does not depend on it.</source>
      <translation>Par exemple &lt;i&gt;tcp://10.0.0.1:8786&lt;/i&gt; : ses workers calculent les tuiles, avec leurs propres fils d'exécution et la mémoire ci-dessus pour chacun. Il leur faut gridr_qgis dans cette version, et voir les fichiers d'entrée sous les mêmes chemins. Non renseignée (par défaut) : cette machine calcule. Le résultat n'en dépend pas.</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>Creation options</source>
      <translation>Options de création</translation>
    </message>
    <message>
      <location filename="../algorithms/parameters.py" />
      <source>GDAL creation options such as COMPRESS=DEFLATE|PREDICTOR=2. GeoTIFF is tiled, and BigTIFF where it may be needed, unless you say otherwise.</source>
      <translation>Options de création de GDAL telles que COMPRESS=DEFLATE|PREDICTOR=2. Un GeoTIFF est tuilé, et BigTIFF là où cela peut être nécessaire, si vous ne dites pas autre chose.</translation>
    </message>
    <message>
      <location filename="../algorithms/points.py" />
      <source>{} must be a layer of points, not of {}.</source>
      <translation>{} doit être une couche de points, pas de {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/points.py" />
      <source>{}: {} point(s) cannot be transformed; they have no row and column.</source>
      <translation>{} : {} point(s) ne peuvent pas être transformés ; ils n'ont ni ligne ni colonne.</translation>
    </message>
    <message>
      <location filename="../algorithms/points.py" />
      <source>{}: {} feature(s) without geometry have no row and column.</source>
      <translation>{} : {} entité(s) sans géométrie n'ont ni ligne ni colonne.</translation>
    </message>
    <message>
      <location filename="../algorithms/points.py" />
      <source>{} has {!r}; it must be finite numbers, {} and {} in turn.</source>
      <translation>{} contient {!r} ; il faut des nombres finis, {} et {} tour à tour.</translation>
    </message>
    <message>
      <location filename="../algorithms/points.py" />
      <source>{} has {} value(s); it must be pairs of {} and {}.</source>
      <translation>{} a {} valeur(s) ; il faut des couples de {} et {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygon_repair.py" />
      <source>{}: {} feature(s) intersect themselves, with the ids {}; what an odd number of turns encloses is taken as inside.</source>
      <translation>{} : {} entité(s) se recoupent elles-mêmes, d'identifiants {} ; ce qu'entoure un nombre impair de tours est pris comme intérieur.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygon_repair.py" />
      <source>{}: {} invalid feature(s) repaired, with the ids {}.</source>
      <translation>{} : {} entité(s) invalides réparées, d'identifiants {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygon_repair.py" />
      <source>{}: {} invalid feature(s) dropped, with the ids {}.</source>
      <translation>{} : {} entité(s) invalides abandonnées, d'identifiants {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygon_repair.py" />
      <source>{} and others</source>
      <translation>{} et d'autres</translation>
    </message>
    <message>
      <location filename="../algorithms/polygon_sources.py" />
      <source>{} names {} layer(s), of which {} cannot be read.</source>
      <translation>{} nomme {} couche(s), dont {} ne peuvent pas être lues.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygon_sources.py" />
      <source>{} must be a layer of polygons, not a raster.</source>
      <translation>{} doit être une couche de polygones, pas un raster.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygon_sources.py" />
      <source>{} must be a layer of polygons, not of {}.</source>
      <translation>{} doit être une couche de polygones, pas de {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygon_sources.py" />
      <source>{} is {}, which cannot be read: {}.</source>
      <translation>{} vaut {}, qui ne peut pas être lu : {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygon_sources.py" />
      <source>{} is {}, but {} has no field {}; it has {}.</source>
      <translation>{} vaut {}, mais {} n'a pas de champ {} ; ses champs sont {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygons.py" />
      <source>{} has no polygon (selected, fitting a filter, not dropped); leave it out to constrain nothing.</source>
      <translation>{} n'a aucun polygone (sélectionné, qui vérifie un filtre, non abandonné) ; ne la donnez pas pour ne rien imposer.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygons.py" />
      <source>{} has no polygon (selected, fitting a filter, not dropped); it changes nothing.</source>
      <translation>{} n'a aucun polygone (sélectionné, qui vérifie un filtre, non abandonné) ; elle ne change rien.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygons.py" />
      <source>{}: {} feature(s) cannot be transformed from {} to the raster's reference system, the first has the id {}.</source>
      <translation>{} : {} entité(s) ne peuvent pas être transformées de {} vers le système de référence du raster, la première a l'identifiant {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygons.py" />
      <source>{}: a buffer of {:g} leaves nothing of {} of {} feature(s).</source>
      <translation>{} : un tampon de {:g} ne laisse rien de {} entité(s) sur {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/polygons.py" />
      <source>A polygon cannot be buffered: {}</source>
      <translation>Un polygone ne peut pas recevoir de tampon : {}</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <location filename="../algorithms/resample_interpolate.py" />
      <location filename="../algorithms/resample_nearest.py" />
      <location filename="../algorithms/resample_spline.py" />
      <location filename="../algorithms/resample_statistics.py" />
      <source>cells</source>
      <translation>cellules</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>coordinates</source>
      <translation>coordonnées</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>extent</source>
      <translation>étendue</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>null</source>
      <translation>nul</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <location filename="../algorithms/resample_interpolate.py" />
      <location filename="../algorithms/resample_nearest.py" />
      <location filename="../algorithms/resample_spline.py" />
      <location filename="../algorithms/resample_statistics.py" />
      <source>region</source>
      <translation>région</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>resolution</source>
      <translation>résolution</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>g.region</source>
      <translation>g.region</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <location filename="../algorithms/resample_interpolate.py" />
      <location filename="../algorithms/resample_nearest.py" />
      <location filename="../algorithms/resample_spline.py" />
      <location filename="../algorithms/resample_statistics.py" />
      <source>grass</source>
      <translation>grass</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>r.info</source>
      <translation>r.info</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>r.what</source>
      <translation>r.what</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Region information</source>
      <translation>Informations sur la région</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <location filename="../algorithms/region_resampling.py" />
      <source>Cells and regions</source>
      <translation>Cellules et régions</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Tells the region and resolution of a raster, and the rows and columns of points.</source>
      <translation>Dit la région et la résolution d'un raster, et les lignes et colonnes de points.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>&lt;p&gt;What GRASS's &lt;i&gt;g.region -p&lt;/i&gt; and &lt;i&gt;r.info&lt;/i&gt; tell of a raster: its bounds, resolution, rows, columns and bands; and on which row and column given points fall, and where given rows and columns lie.&lt;/p&gt;&lt;p&gt;Rows count from the north and columns from the west, both from the &lt;b&gt;edge&lt;/b&gt;, as in GRASS: a whole number is the north or west side of a cell, +0.5 its centre, and the whole part tells the cell. A point on the side between two cells belongs to the southern or eastern one, so one on the south or east side of the raster is outside. Longitudes wrap: in a raster of 0 to 360 degrees -10 is at 350.&lt;/p&gt;&lt;p&gt;A raster without a georeference counts as QGIS shows it. If the rows of the file run northwards, rows are counted from the north all the same, and the log says so. Rotated rasters have no region.&lt;/p&gt;&lt;p&gt;Results are numbers (rows and columns of the first point, x and y of the first cell), the log, and if they are asked for a table and a page.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Ce que &lt;i&gt;g.region -p&lt;/i&gt; et &lt;i&gt;r.info&lt;/i&gt; de GRASS disent d'un raster : ses limites, sa résolution, ses lignes, ses colonnes et ses bandes ; et sur quelle ligne et quelle colonne tombent des points donnés, et où sont des lignes et des colonnes données.&lt;/p&gt;&lt;p&gt;Les lignes se comptent à partir du nord et les colonnes à partir de l'ouest, les unes et les autres à partir du &lt;b&gt;bord&lt;/b&gt;, comme dans GRASS : un nombre entier est le côté nord ou ouest d'une cellule, +0.5 son centre, et la partie entière dit la cellule. Un point sur le côté entre deux cellules appartient à celle du sud ou de l'est, si bien qu'un point sur le côté sud ou est du raster est dehors. Les longitudes font le tour : dans un raster de 0 à 360 degrés, -10 est à 350.&lt;/p&gt;&lt;p&gt;Un raster sans géoréférence compte comme QGIS le montre. Si les lignes du fichier vont vers le nord, les lignes sont quand même comptées à partir du nord, et le journal le dit. Les rasters tournés n'ont pas de région.&lt;/p&gt;&lt;p&gt;Les résultats sont des nombres (ligne et colonne du premier point, x et y de la première cellule), le journal, et si on les demande une table et une page.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Raster of any type with upright cells; with or without a georeference.</source>
      <translation>Raster de n'importe quel type à cellules droites ; avec ou sans géoréférence.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Point layer in any reference system; multipoints count one by one. Not set (default): none.</source>
      <translation>Couche de points dans n'importe quel système de référence ; les multipoints comptent un à un. Non renseignée (par défaut) : aucun.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Coordinates (x, y)</source>
      <translation>Coordonnées (x, y)</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Pairs of x and y in map units of the input's reference system, in text as &lt;i&gt;x1,y1,x2,y2&lt;/i&gt;. Not set (default): none.</source>
      <translation>Couples de x et y en unités de carte du système de référence de l'entrée, en texte sous la forme &lt;i&gt;x1,y1,x2,y2&lt;/i&gt;. Non renseigné (par défaut) : aucun.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Cells (row, column)</source>
      <translation>Cellules (ligne, colonne)</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Pairs of row and column whose coordinates are wanted, in text as &lt;i&gt;row1,col1,row2,col2&lt;/i&gt;. They count from the north and west edge: 0 is the edge of the first cell and 0.5 its centre. Not set (default): none.</source>
      <translation>Couples de ligne et colonne dont les coordonnées sont demandées, en texte sous la forme &lt;i&gt;ligne1,col1,ligne2,col2&lt;/i&gt;. Elles se comptent à partir des bords nord et ouest : 0 est le bord de la première cellule et 0.5 son centre. Non renseigné (par défaut) : aucune.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Count null cells</source>
      <translation>Compter les cellules nulles</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Reads the whole band and counts its cells with a value, and those that are null: nodata, masked, or not finite. Off by default.</source>
      <translation>Lit toute la bande et compte ses cellules qui ont une valeur et celles qui sont nulles : nodata, masquées, ou non finies. Non par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Band to count</source>
      <translation>Bande à compter</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Whose null cells are counted, from 1; the default is 1.</source>
      <translation>Celle dont les cellules nulles sont comptées, à partir de 1 ; par défaut 1.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Points with rows and columns</source>
      <translation>Points avec lignes et colonnes</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Point layer in the input's reference system with the fields {}, then those of the point layer. &lt;i&gt;source&lt;/i&gt; is point, coordinate or cell; &lt;i&gt;id&lt;/i&gt; the feature's id, or the position in the list from 1; row and col are with their fraction, cell_row and cell_col the cell, center_x and center_y its centre; &lt;i&gt;inside&lt;/i&gt; is 1 or 0. Not made by default.</source>
      <translation>Couche de points dans le système de référence de l'entrée avec les champs {}, puis ceux de la couche de points. &lt;i&gt;source&lt;/i&gt; vaut point, coordinate ou cell ; &lt;i&gt;id&lt;/i&gt; est l'identifiant de l'entité, ou le rang dans la liste à partir de 1 ; row et col ont leur fraction, cell_row et cell_col sont la cellule, center_x et center_y son centre ; &lt;i&gt;inside&lt;/i&gt; vaut 1 ou 0. N'est pas faite par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Page</source>
      <translation>Page</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>HTML page with the region, the bands, the counts and the first 1000 points. Not made by default.</source>
      <translation>Page HTML avec la région, les bandes, les comptes et les 1000 premiers points. N'est pas faite par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>North</source>
      <translation>Nord</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>South</source>
      <translation>Sud</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>East</source>
      <translation>Est</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>West</source>
      <translation>Ouest</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Height of a cell</source>
      <translation>Hauteur d'une cellule</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Width of a cell</source>
      <translation>Largeur d'une cellule</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <location filename="../algorithms/resampled.py" />
      <source>Rows</source>
      <translation>Lignes</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <location filename="../algorithms/resampled.py" />
      <source>Columns</source>
      <translation>Colonnes</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Cells</source>
      <translation>Cellules</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Longitudes wrap (1) or not (0)</source>
      <translation>Les longitudes font le tour (1) ou non (0)</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Cells with a value</source>
      <translation>Cellules avec une valeur</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Null cells</source>
      <translation>Cellules nulles</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Row of the first point</source>
      <translation>Ligne du premier point</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Column of the first point</source>
      <translation>Colonne du premier point</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Row of the first point's cell</source>
      <translation>Ligne de la cellule du premier point</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Column of the first point's cell</source>
      <translation>Colonne de la cellule du premier point</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>X of the first cell given</source>
      <translation>X de la première cellule donnée</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Y of the first cell given</source>
      <translation>Y de la première cellule donnée</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>Band {}: {}, nodata {}</source>
      <translation>Bande {} : {}, nodata {}</translation>
    </message>
    <message>
      <location filename="../algorithms/region_info.py" />
      <source>OUTPUT_HTML_FILE is {}, which cannot be written: {}.</source>
      <translation>OUTPUT_HTML_FILE vaut {}, qui ne peut pas être écrit : {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>not known</source>
      <translation>inconnu</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>do not apply</source>
      <translation>sans objet</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>wrap by 360 degrees</source>
      <translation>font le tour de 360 degrés</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>northwards</source>
      <translation>vers le nord</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>southwards</source>
      <translation>vers le sud</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>eastwards</source>
      <translation>vers l'est</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>westwards</source>
      <translation>vers l'ouest</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>run {}</source>
      <translation>vont {}</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>The raster has no georeference; as QGIS shows it, its cells have the size 1 and its first row lies below north 0.</source>
      <translation>Le raster n'a pas de géoréférence ; comme QGIS le montre, ses cellules ont la taille 1 et sa première ligne est sous le nord 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>The file's rows run northwards: its own row numbers run the other way, from the south. All rows told here count from the north.</source>
      <translation>Les lignes du fichier vont vers le nord : ses propres numéros de lignes vont dans l'autre sens, à partir du sud. Toutes les lignes dites ici se comptent à partir du nord.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>The file's columns run westwards: its own column numbers run the other way, from the east. All columns told here count from the west.</source>
      <translation>Les colonnes du fichier vont vers l'ouest : ses propres numéros de colonnes vont dans l'autre sens, à partir de l'est. Toutes les colonnes dites ici se comptent à partir de l'ouest.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>Band {}: {} cells with a value and {} null cells.</source>
      <translation>Bande {} : {} cellules avec une valeur et {} cellules nulles.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>{} more point(s) are left out here.</source>
      <translation>{} autre(s) point(s) ne sont pas montrés ici.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>Region</source>
      <translation>Région</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <location filename="../algorithms/resampled.py" />
      <source>Bands</source>
      <translation>Bandes</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>Description</source>
      <translation>Description</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>Nodata</source>
      <translation>Nodata</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>Type</source>
      <translation>Type</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>Rows count from the north and columns from the west, from the edge: +0.5 is the centre of a cell. cell_row and cell_col count the cells from 0.</source>
      <translation>Les lignes se comptent à partir du nord et les colonnes à partir de l'ouest, à partir du bord : +0.5 est le centre d'une cellule. cell_row et cell_col comptent les cellules à partir de 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_page.py" />
      <source>Points</source>
      <translation>Points</translation>
    </message>
    <message>
      <location filename="../algorithms/region_resampling.py" />
      <source>&lt;i&gt;float64&lt;/i&gt; (default) as in GRASS, or one of {}. Integers are rounded half to even and clipped to their range.</source>
      <translation>&lt;i&gt;float64&lt;/i&gt; (par défaut) comme dans GRASS, ou l'un de {}. Les entiers sont arrondis à la moitié paire et bornés à leur domaine.</translation>
    </message>
    <message>
      <location filename="../algorithms/region_resampling.py" />
      <source>&lt;p&gt;Input and output have the same reference system and upright cells; cells are areas, and &lt;i&gt;null&lt;/i&gt; is nodata, masked, not finite, or beyond the input. The output's cells are those of a reference raster, or an extent with a cell size; a cell size alone takes the input's extent. Longitudes wrap: 0 to 360 goes with -180 to 180, and a raster of the whole globe has no border in the east and west. Each band has nulls of its own; the output mask is 1 where all bands have a value.&lt;/p&gt;</source>
      <translation>&lt;p&gt;L'entrée et la sortie ont le même système de référence et des cellules droites ; les cellules sont des surfaces, et &lt;i&gt;nul&lt;/i&gt; veut dire nodata, masqué, non fini, ou au-delà de l'entrée. Les cellules de la sortie sont celles d'un raster de référence, ou d'une emprise avec une taille de cellule ; une taille de cellule seule prend l'emprise de l'entrée. Les longitudes font le tour : 0 à 360 va avec -180 à 180, et un raster du globe entier n'a pas de bord à l'est ni à l'ouest. Chaque bande a ses propres cellules nulles ; le masque de la sortie vaut 1 là où toutes les bandes ont une valeur.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/region_resampling.py" />
      <source>the output</source>
      <translation>la sortie</translation>
    </message>
    <message>
      <location filename="../algorithms/region_resampling.py" />
      <source>Give REFERENCE, or EXTENT and CELL_SIZE, or CELL_SIZE alone.</source>
      <translation>Donnez REFERENCE, ou EXTENT et CELL_SIZE, ou CELL_SIZE seul.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_interpolate.py" />
      <source>bicubic</source>
      <translation>bicubique</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_interpolate.py" />
      <source>bilinear</source>
      <translation>bilinéaire</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_interpolate.py" />
      <source>lanczos</source>
      <translation>lanczos</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_interpolate.py" />
      <source>r.resamp.interp</source>
      <translation>r.resamp.interp</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_interpolate.py" />
      <source>Resample by interpolation</source>
      <translation>Rééchantillonner par interpolation</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_interpolate.py" />
      <source>Interpolates a raster at the centres of other cells, with its nulls.</source>
      <translation>Interpole un raster aux centres d'autres cellules, avec ses cellules nulles.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_interpolate.py" />
      <source>&lt;p&gt;What GRASS's &lt;i&gt;r.resamp.interp&lt;/i&gt; does: the input is interpolated between its cells' centres at the centres of the output cells. Nothing is averaged where the output is coarser; for that there is &lt;i&gt;Resample by statistics&lt;/i&gt;.&lt;/p&gt;&lt;p&gt;A result needs every cell of its square stencil, also those with weight 0. So 0.5 (bilinear), 1.5 (bicubic) or 2 cells (lanczos) are lost at the input's borders, and around nulls, unless you choose another rule for results beside invalid pixels.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Ce que fait &lt;i&gt;r.resamp.interp&lt;/i&gt; de GRASS : l'entrée est interpolée entre les centres de ses cellules, aux centres des cellules de sortie. Rien n'est moyenné là où la sortie est plus grossière ; pour cela il y a &lt;i&gt;Rééchantillonner par statistiques&lt;/i&gt;.&lt;/p&gt;&lt;p&gt;Un résultat a besoin de chaque cellule de son carré de voisins, aussi de celles de poids 0. Ainsi 0,5 (bilinear), 1,5 (bicubic) ou 2 cellules (lanczos) sont perdues aux bords de l'entrée et autour des cellules nulles, si vous ne choisissez pas une autre règle pour les résultats à côté de cellules nulles.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_interpolate.py" />
      <source>Method</source>
      <translation>Méthode</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_interpolate.py" />
      <source>&lt;i&gt;nearest&lt;/i&gt;: the cell in which the centre falls; &lt;i&gt;bilinear&lt;/i&gt; (default): 2 x 2 cells; &lt;i&gt;bicubic&lt;/i&gt;: 4 x 4, Catmull-Rom; &lt;i&gt;lanczos&lt;/i&gt;: 5 x 5, a = 2.</source>
      <translation>&lt;i&gt;nearest&lt;/i&gt; : la cellule où tombe le centre ; &lt;i&gt;bilinear&lt;/i&gt; (par défaut) : 2 x 2 cellules ; &lt;i&gt;bicubic&lt;/i&gt; : 4 x 4, Catmull-Rom ; &lt;i&gt;lanczos&lt;/i&gt; : 5 x 5, a = 2.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_nearest.py" />
      <source>nearest</source>
      <translation>plus proche</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_nearest.py" />
      <source>r.resample</source>
      <translation>r.resample</translation>
    </message>
    <message>
      <location filename="../algorithms/models/coarsemasktofine.model3" />
      <location filename="../algorithms/models/stackonreference.model3" />
      <location filename="../algorithms/resample_nearest.py" />
      <location filename="../algorithms/warp.py" />
      <source>align</source>
      <translation>aligner</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_nearest.py" />
      <source>Resample by nearest cell</source>
      <translation>Rééchantillonner par la cellule la plus proche</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_nearest.py" />
      <source>Gives each output cell the value of the input cell in which its centre falls.</source>
      <translation>Donne à chaque cellule de sortie la valeur de la cellule d'entrée où tombe son centre.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_nearest.py" />
      <source>&lt;p&gt;What GRASS's &lt;i&gt;r.resample&lt;/i&gt; does: each output cell gets the value of the input cell in which its centre falls, in the input's own type. A centre exactly on the side between two cells takes the southern or eastern one; so an even factor of coarsening takes the cell south-east of the middle. Nothing is averaged; for that there is &lt;i&gt;Resample by statistics&lt;/i&gt;. Colour tables, category names and attribute tables are kept.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Ce que fait &lt;i&gt;r.resample&lt;/i&gt; de GRASS : chaque cellule de sortie reçoit la valeur de la cellule d'entrée où tombe son centre, dans le type même de l'entrée. Un centre exactement sur le côté entre deux cellules prend celle du sud ou de l'est ; un facteur pair de réduction prend donc la cellule au sud-est du milieu. Rien n'est moyenné ; pour cela il y a &lt;i&gt;Rééchantillonner par statistiques&lt;/i&gt;. Les tables de couleurs, noms de catégories et tables d'attributs sont gardés.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>aspect</source>
      <translation>exposition</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>rst</source>
      <translation>rst</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>slope</source>
      <translation>pente</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>smoothing</source>
      <translation>lissage</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>tension</source>
      <translation>tension</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>curvature</source>
      <translation>courbure</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>r.resamp.rst</source>
      <translation>r.resamp.rst</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>terrain</source>
      <translation>terrain</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Resample by splines with tension</source>
      <translation>Rééchantillonner par splines avec tension</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Lays a smooth surface through a raster's cells, over its nulls, and derives slopes and curvatures.</source>
      <translation>Pose une surface lisse sur les cellules d'un raster, aussi sur ses cellules nulles, et en tire pentes et courbures.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>&lt;p&gt;What GRASS's &lt;i&gt;r.resamp.rst&lt;/i&gt; does: a regularized spline with tension through the input's cell centres, taken at the centres of the output cells, with slope, aspect, curvatures and partial derivatives if you ask for them. Nulls of the input are left out, so the surface goes on over them; &lt;i&gt;TARGET_MASK&lt;/i&gt; leaves parts of the output out. Outside of the input the output is null.&lt;/p&gt;&lt;p&gt;The input is divided into segments of about 36 to 48 cells. Each has a spline of its own, through its cells and some around it (&lt;i&gt;OVERLAP&lt;/i&gt;). Where two segments meet the surface may have a small step; more overlap makes it smaller. A surface is smooth between cells; where the output is coarser nothing is averaged.&lt;/p&gt;&lt;p&gt;Degrees count as planar units. Segments end at the seam of longitudes.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Ce que fait &lt;i&gt;r.resamp.rst&lt;/i&gt; de GRASS : une spline régularisée avec tension par les centres des cellules d'entrée, prise aux centres des cellules de sortie, avec pente, exposition, courbures et dérivées partielles si vous les demandez. Les cellules nulles de l'entrée sont laissées de côté, si bien que la surface continue au-dessus d'elles ; &lt;i&gt;TARGET_MASK&lt;/i&gt; laisse de côté des parties de la sortie. Hors de l'entrée la sortie est nulle.&lt;/p&gt;&lt;p&gt;L'entrée est divisée en segments d'environ 36 à 48 cellules. Chacun a sa propre spline, par ses cellules et quelques-unes autour (&lt;i&gt;OVERLAP&lt;/i&gt;). Là où deux segments se rencontrent la surface peut avoir une petite marche ; plus de recouvrement la rend plus petite. Une surface est lisse entre les cellules ; là où la sortie est plus grossière rien n'est moyenné.&lt;/p&gt;&lt;p&gt;Les degrés comptent comme des unités planes. Les segments s'arrêtent là où les longitudes recommencent.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Tension</source>
      <translation>Tension</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>More than 0; 40 by default. With much tension the surface is like a membrane, with little like a stiff plate, which may overshoot.</source>
      <translation>Plus de 0 ; 40 par défaut. Avec beaucoup de tension la surface est comme une membrane, avec peu comme une plaque rigide, qui peut dépasser.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Tension counts per 1000 map units</source>
      <translation>La tension compte pour 1000 unités de carte</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>If set, the tension does not depend on the cell size (&lt;i&gt;-t&lt;/i&gt;). By default it counts per side of a segment with its overlap.</source>
      <translation>Si c'est coché, la tension ne dépend pas de la taille des cellules (&lt;i&gt;-t&lt;/i&gt;). Par défaut elle compte par côté d'un segment avec son recouvrement.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Smoothing</source>
      <translation>Lissage</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>0 or more; with 0 the surface goes through the values. GRASS takes 0.01 (default) where no raster of it is given.</source>
      <translation>0 ou plus ; avec 0 la surface passe par les valeurs. GRASS prend 0.01 (par défaut) si aucun raster de lissage n'est donné.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Smoothing of each cell</source>
      <translation>Lissage de chaque cellule</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Raster on the input's cells, in the place of the smoothing above: 0 or more. A cell whose smoothing is null counts as null.</source>
      <translation>Raster sur les cellules de l'entrée, à la place du lissage ci-dessus : 0 ou plus. Une cellule dont le lissage est nul (nodata) compte comme nulle.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Band of the smoothing</source>
      <translation>Bande du lissage</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Band of the smoothing raster, counted from 1 (default).</source>
      <translation>Bande du raster de lissage, comptée à partir de 1 (par défaut).</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Overlap (cells)</source>
      <translation>Recouvrement (cellules)</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Cells of the input around a segment that its spline goes through as well; 3 by default. No more counts than a segment has rows or columns, less one.</source>
      <translation>Cellules de l'entrée autour d'un segment par lesquelles sa spline passe aussi ; 3 par défaut. Il n'en compte pas plus qu'un segment n'a de lignes ou de colonnes, moins une.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Factor for the values</source>
      <translation>Facteur des valeurs</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>The values are multiplied by it, such as 0.3048 for feet; 1 by default.</source>
      <translation>Les valeurs sont multipliées par lui, par exemple 0.3048 pour des pieds ; 1 par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Direction of anisotropy (degrees)</source>
      <translation>Direction de l'anisotropie (degrés)</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Degrees counterclockwise from east, 0 by default; it needs a scale below.</source>
      <translation>Degrés dans le sens inverse des aiguilles d'une montre à partir de l'est, 0 par défaut ; il faut une échelle ci-dessous.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Scale of anisotropy</source>
      <translation>Échelle de l'anisotropie</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Squared distances in that direction count so many times; more than 0, 1 (default) is none.</source>
      <translation>Les distances au carré dans cette direction comptent autant de fois ; plus de 0, 1 (par défaut) n'en fait aucune.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Cells of a segment, least</source>
      <translation>Cellules d'un segment, minimum</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>A segment shall have more cells of the input than that; 35 by default.</source>
      <translation>Un segment doit avoir plus de cellules de l'entrée que cela ; 35 par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Cells of a segment, most</source>
      <translation>Cellules d'un segment, maximum</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>A segment shall have fewer cells than that less one; an input of no more is one segment. 50 by default. More cells take more time and memory: a segment with its overlap may have 900.</source>
      <translation>Un segment doit avoir moins de cellules que cela moins une ; une entrée qui n'en a pas plus est un seul segment. 50 par défaut. Plus de cellules prennent plus de temps et de mémoire : un segment avec son recouvrement peut en avoir 900.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Cells of a segment, limit</source>
      <translation>Cellules d'un segment, limite</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Where segments would be too small, larger ones are not taken if they had so many cells; 400 by default.</source>
      <translation>Là où des segments seraient trop petits, de plus grands ne sont pas pris s'ils avaient autant de cellules ; 400 par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Mask of the output cells</source>
      <translation>Masque des cellules de sortie</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Raster in the input's reference system: all outputs are null where the cell in which their centre falls is 0 or null. It does not change the surface elsewhere.</source>
      <translation>Raster dans le système de référence de l'entrée : toutes les sorties sont nulles là où la cellule dans laquelle tombe leur centre vaut 0 ou est nulle. Il ne change pas la surface ailleurs.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Band of the mask</source>
      <translation>Bande du masque</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Band of that mask, counted from 1 (default).</source>
      <translation>Bande de ce masque, comptée à partir de 1 (par défaut).</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>{} in 1 per map unit, positive where the surface is convex; 0 where the slope is 0.001 (rise over run) or less.</source>
      <translation>{} en 1 par unité de carte, positive où la surface est convexe ; 0 où la pente (hauteur sur distance) est de 0.001 ou moins.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>{} of the surface, x eastwards and y northwards, per map unit.</source>
      <translation>{} de la surface, x vers l'est et y vers le nord, par unité de carte.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Slope</source>
      <translation>Pente</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Steepest slope, in degrees.</source>
      <translation>Plus forte pente, en degrés.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Aspect</source>
      <translation>Exposition</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Where the surface goes down, in degrees counterclockwise from east: 90 is north, 360 is east; 0 where the slope is 0.001 (rise over run) or less. An aspect below 0.5 is told as 360.</source>
      <translation>Où la surface descend, en degrés dans le sens inverse des aiguilles d'une montre à partir de l'est : 90 est le nord, 360 l'est ; 0 où la pente (hauteur sur distance) est de 0.001 ou moins. Une exposition inférieure à 0.5 est notée 360.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Curvature along the slope</source>
      <translation>Courbure le long de la pente</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Profile curvature</source>
      <translation>Courbure de profil</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Curvature across the slope</source>
      <translation>Courbure en travers de la pente</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Tangential curvature</source>
      <translation>Courbure tangentielle</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Mean curvature</source>
      <translation>Courbure moyenne</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_spline.py" />
      <source>Derivative {}</source>
      <translation>Dérivée {}</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>aggregate</source>
      <translation>agréger</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>average</source>
      <translation>moyenne</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>median</source>
      <translation>médiane</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>mode</source>
      <translation>mode</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>quantile</source>
      <translation>quantile</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>statistics</source>
      <translation>statistiques</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>r.resamp.stats</source>
      <translation>r.resamp.stats</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>Resample by statistics</source>
      <translation>Rééchantillonner par statistiques</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>Aggregates the input cells in each cell of a coarser raster.</source>
      <translation>Agrège les cellules d'entrée dans chaque cellule d'un raster plus grossier.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>&lt;p&gt;What GRASS's &lt;i&gt;r.resamp.stats&lt;/i&gt; does: a statistic of the input cells in each output cell. An input cell belongs to the output cell in which its centre lies; a centre on the side between two belongs to the northern or western one. Weighted, it belongs to all output cells that it overlaps, by the share of its area.&lt;/p&gt;&lt;p&gt;Null cells are left out. Without any other cell the result is null, but 0 for &lt;i&gt;count&lt;/i&gt; and &lt;i&gt;diversity&lt;/i&gt;.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Ce que fait &lt;i&gt;r.resamp.stats&lt;/i&gt; de GRASS : une statistique des cellules d'entrée dans chaque cellule de sortie. Une cellule d'entrée appartient à la cellule de sortie où est son centre ; un centre sur le côté entre deux appartient à celle du nord ou de l'ouest. Pondérée, elle appartient à toutes les cellules de sortie qu'elle recouvre, selon la part de sa surface.&lt;/p&gt;&lt;p&gt;Les cellules nulles sont laissées de côté. Sans aucune autre cellule le résultat est nul, mais 0 pour &lt;i&gt;count&lt;/i&gt; et &lt;i&gt;diversity&lt;/i&gt;.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>Statistic</source>
      <translation>Statistique</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>&lt;i&gt;average&lt;/i&gt; (default); &lt;i&gt;median&lt;/i&gt;; &lt;i&gt;mode&lt;/i&gt;: the most frequent value, of several the smallest; &lt;i&gt;minimum&lt;/i&gt;; &lt;i&gt;maximum&lt;/i&gt;; &lt;i&gt;range&lt;/i&gt;: maximum less minimum; &lt;i&gt;quart1&lt;/i&gt;, &lt;i&gt;quart3&lt;/i&gt;, &lt;i&gt;perc90&lt;/i&gt;: below which lie 25, 75 and 90 % of the values; &lt;i&gt;sum&lt;/i&gt;; &lt;i&gt;variance&lt;/i&gt; and &lt;i&gt;stddev&lt;/i&gt;: of the population; &lt;i&gt;quantile&lt;/i&gt;: the one given below; &lt;i&gt;count&lt;/i&gt;: cells that are not null; &lt;i&gt;diversity&lt;/i&gt;: different values.</source>
      <translation>&lt;i&gt;average&lt;/i&gt; (par défaut) : moyenne ; &lt;i&gt;median&lt;/i&gt; ; &lt;i&gt;mode&lt;/i&gt; : la valeur la plus fréquente, de plusieurs la plus petite ; &lt;i&gt;minimum&lt;/i&gt; ; &lt;i&gt;maximum&lt;/i&gt; ; &lt;i&gt;range&lt;/i&gt; : maximum moins minimum ; &lt;i&gt;quart1&lt;/i&gt;, &lt;i&gt;quart3&lt;/i&gt;, &lt;i&gt;perc90&lt;/i&gt; : sous lesquels sont 25, 75 et 90 % des valeurs ; &lt;i&gt;sum&lt;/i&gt; : somme ; &lt;i&gt;variance&lt;/i&gt; et &lt;i&gt;stddev&lt;/i&gt; : de la population ; &lt;i&gt;quantile&lt;/i&gt; : celui donné ci-dessous ; &lt;i&gt;count&lt;/i&gt; : cellules qui ne sont pas nulles ; &lt;i&gt;diversity&lt;/i&gt; : valeurs différentes.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>Weigh cells by their area</source>
      <translation>Pondérer les cellules par leur surface</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>By the share of each input cell that lies in the output cell (-w); no by default. Range and diversity are never weighted.</source>
      <translation>Par la part de chaque cellule d'entrée qui est dans la cellule de sortie (-w) ; non par défaut. Range et diversity ne sont jamais pondérés.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>A null cell makes the result null</source>
      <translation>Une cellule nulle rend le résultat nul</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>Whether a single null cell, or a part beyond the input, makes an output cell null (-n); no by default.</source>
      <translation>Indique si une seule cellule nulle, ou une part au-delà de l'entrée, rend nulle une cellule de sortie (-n) ; non par défaut.</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>Quantile (0 to 1)</source>
      <translation>Quantile (0 à 1)</translation>
    </message>
    <message>
      <location filename="../algorithms/resample_statistics.py" />
      <source>For the statistic &lt;i&gt;quantile&lt;/i&gt;; the default is 0.5. Linear between the two values next to it; weighted, the first value at which this share of the weight is reached.</source>
      <translation>Pour la statistique &lt;i&gt;quantile&lt;/i&gt; ; par défaut 0.5. Linéaire entre les deux valeurs qui l'encadrent ; pondérée, la première valeur à laquelle cette part du poids est atteinte.</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Raster to resample; any real type, any number of bands.</source>
      <translation>Raster à rééchantillonner ; n'importe quel type réel, n'importe quel nombre de bandes.</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Bands to resample, counted from 1; all if none is chosen.</source>
      <translation>Bandes à rééchantillonner, comptées à partir de 1 ; toutes si aucune n'est choisie.</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Mask of the input</source>
      <translation>Masque de l'entrée</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Raster that is 0 (or nodata) where the input is invalid. One of another size is laid over the input by georeference, interpolated bilinearly and taken strictly.</source>
      <translation>Raster qui vaut 0 (ou nodata) où l'entrée est invalide. S'il est d'une autre taille, il est posé sur l'entrée par géoréférence, interpolé de façon bilinéaire et pris strictement.</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>the input</source>
      <translation>l'entrée</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Nodata of the output</source>
      <translation>Nodata de la sortie</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Written where the output is invalid, and declared. If it is not set: the input's nodata (of its first band, for all bands); else NaN for floating types; else 0, not declared.</source>
      <translation>Écrit là où la sortie est invalide, et déclaré. S'il n'est pas renseigné : le nodata de l'entrée (de sa première bande, pour toutes) ; sinon NaN pour les types flottants ; sinon 0, non déclaré.</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Resampled</source>
      <translation>Rééchantillonné</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>The resampled raster.</source>
      <translation>Le raster rééchantillonné.</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Mask of the output</source>
      <translation>Masque de la sortie</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Raster of one byte per pixel, compressed: 1 where the output is valid, else 0.</source>
      <translation>Raster d'un octet par pixel, compressé : 1 là où la sortie est valide, sinon 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Valid pixels</source>
      <translation>Pixels valides</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>Invalid pixels</source>
      <translation>Pixels invalides</translation>
    </message>
    <message>
      <location filename="../algorithms/resampled.py" />
      <source>{} x {} pixels, {} valid and {} invalid.</source>
      <translation>{} x {} pixels, {} valides et {} invalides.</translation>
    </message>
    <message>
      <location filename="../algorithms/shipped_models.py" />
      <source>Models</source>
      <translation>Modèles</translation>
    </message>
    <message>
      <location filename="../algorithms/shipped_models.py" />
      <source>{} is not a model that this QGIS reads; it is left out.</source>
      <translation>{} n'est pas un modèle que ce QGIS lit ; il est laissé de côté.</translation>
    </message>
    <message>
      <location filename="../algorithms/transforms.py" />
      <source>{}: no reference system to transform from or to; coordinates are taken as they are.</source>
      <translation>{} : pas de système de référence de départ ou d'arrivée ; les coordonnées sont prises telles quelles.</translation>
    </message>
    <message>
      <location filename="../algorithms/transforms.py" />
      <source>{} has the reference system {}, from which there is no transformation to that of the raster, {}.</source>
      <translation>{} a le système de référence {}, d'où aucune transformation ne mène à celui du raster, {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>outline</source>
      <translation>contour</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>polygonize</source>
      <translation>polygoniser</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>vectorize</source>
      <translation>vectoriser</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Vectorize mask</source>
      <translation>Vectoriser un masque</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Makes polygons of the valid or invalid cells of a mask, or of any classes.</source>
      <translation>Fait des polygones des cellules valides ou invalides d'un masque, ou de classes quelconques.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>&lt;p&gt;Makes a polygon of each area of cells of one class that hang together, with its holes. Burnt again by &lt;i&gt;Build mask&lt;/i&gt; with the rule &lt;i&gt;center&lt;/i&gt;, polygons along cell edges give the same cells.&lt;/p&gt;&lt;p&gt;In a mask cells are &lt;b&gt;valid&lt;/b&gt; that differ from 0 and are not nodata; a mask written by GridR says itself which of its values is valid. With &lt;i&gt;values&lt;/i&gt; each value of the band is a class of its own, and nodata is none.&lt;/p&gt;&lt;p&gt;Each polygon has the attributes &lt;i&gt;value&lt;/i&gt; (of the cells; of a mask 1 for valid and 0 for invalid, or what a mask of GridR has in their place), &lt;i&gt;class&lt;/i&gt; (of a mask: valid or invalid), &lt;i&gt;cells&lt;/i&gt; (their number) and &lt;i&gt;area&lt;/i&gt; (of these cells, in squared units of the map).&lt;/p&gt;&lt;p&gt;Outlines through &lt;b&gt;midpoints&lt;/b&gt; are those of GRASS's &lt;i&gt;r.to.vect -s&lt;/i&gt;: corners are cut off, except where three areas meet and at one corner of an outline on which none do. Neighbours are cut alike, so that no gaps open between them.&lt;/p&gt;&lt;p&gt;A raster without a georeference is taken as QGIS shows it: cells of size 1, the upper left corner at (0, 0), rows downwards below 0.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Fait un polygone de chaque zone de cellules d'une même classe et d'un seul tenant, avec ses trous. Rastérisés de nouveau par &lt;i&gt;Construire un masque&lt;/i&gt; avec la règle &lt;i&gt;center&lt;/i&gt;, les polygones le long des bords de cellules redonnent les mêmes cellules.&lt;/p&gt;&lt;p&gt;Dans un masque sont &lt;b&gt;valides&lt;/b&gt; les cellules qui diffèrent de 0 et ne sont pas nodata ; un masque écrit par GridR dit lui-même laquelle de ses valeurs est valide. Avec &lt;i&gt;values&lt;/i&gt; chaque valeur de la bande est une classe à part, et nodata n'en est pas une.&lt;/p&gt;&lt;p&gt;Chaque polygone a les attributs &lt;i&gt;value&lt;/i&gt; (des cellules ; d'un masque 1 pour valide et 0 pour invalide, ou ce qu'un masque de GridR a à leur place), &lt;i&gt;class&lt;/i&gt; (d'un masque : valid ou invalid), &lt;i&gt;cells&lt;/i&gt; (leur nombre) et &lt;i&gt;area&lt;/i&gt; (de ces cellules, en unités de carte au carré).&lt;/p&gt;&lt;p&gt;Les contours par les &lt;b&gt;milieux&lt;/b&gt; sont ceux de &lt;i&gt;r.to.vect -s&lt;/i&gt; de GRASS : les coins sont coupés, sauf où trois zones se rencontrent et en un coin d'un contour où il n'y en a pas. Les voisins sont coupés de la même façon, de sorte qu'aucun vide ne s'ouvre entre eux.&lt;/p&gt;&lt;p&gt;Un raster sans géoréférence est pris comme QGIS le montre : cellules de taille 1, le coin supérieur gauche en (0, 0), lignes vers le bas sous 0.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Mask, or raster of classes; of any size, rotated or not.</source>
      <translation>Masque, ou raster de classes ; de n'importe quelle taille, tourné ou non.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Cells that become polygons</source>
      <translation>Cellules qui deviennent des polygones</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>&lt;i&gt;valid&lt;/i&gt; (default) or &lt;i&gt;invalid&lt;/i&gt; cells of a mask, or &lt;i&gt;both&lt;/i&gt;; &lt;i&gt;values&lt;/i&gt;: each value of the band is a class, and nodata is left out.</source>
      <translation>Cellules &lt;i&gt;valid&lt;/i&gt; (par défaut) ou &lt;i&gt;invalid&lt;/i&gt; d'un masque, ou &lt;i&gt;both&lt;/i&gt; (les deux) ; &lt;i&gt;values&lt;/i&gt; : chaque valeur de la bande est une classe, et nodata est laissé de côté.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Only these values</source>
      <translation>Ces valeurs seulement</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>With &lt;i&gt;values&lt;/i&gt;: the only ones that become polygons, such as &lt;i&gt;3, 8, 9&lt;/i&gt;. Not set (default): all.</source>
      <translation>Avec &lt;i&gt;values&lt;/i&gt; : les seules qui deviennent des polygones, telles que &lt;i&gt;3, 8, 9&lt;/i&gt;. Non renseigné (par défaut) : toutes.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Outline</source>
      <translation>Contour</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>&lt;i&gt;edges&lt;/i&gt; (default): along cell edges; &lt;i&gt;midpoints&lt;/i&gt;: corners cut off between the midpoints of cell edges, as GRASS's r.to.vect -s does.</source>
      <translation>&lt;i&gt;edges&lt;/i&gt; (par défaut) : le long des bords de cellules ; &lt;i&gt;midpoints&lt;/i&gt; : coins coupés entre les milieux des bords de cellules, comme r.to.vect -s de GRASS.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Connectivity</source>
      <translation>Connexité</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>&lt;i&gt;4&lt;/i&gt; (default): cells hang together by an edge, so that areas which touch in a point are two polygons; &lt;i&gt;8&lt;/i&gt;: by a corner too, so that they are one multipolygon.</source>
      <translation>&lt;i&gt;4&lt;/i&gt; (par défaut) : les cellules sont reliées par un bord, de sorte que des zones qui se touchent en un point sont deux polygones ; &lt;i&gt;8&lt;/i&gt; : par un coin aussi, de sorte qu'elles sont un seul multipolygone.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Smallest area (squared map units)</source>
      <translation>Plus petite surface (unités de carte au carré)</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Areas whose cells cover less become no polygons; they stay holes of what is around them. The default is 0.</source>
      <translation>Les zones dont les cellules couvrent moins ne deviennent pas des polygones ; elles restent des trous de ce qui les entoure. Par défaut 0.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Polygons</source>
      <translation>Polygones</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>File of one layer: GeoPackage (.gpkg), GeoJSON (.geojson), FlatGeobuf (.fgb) or Shapefile (.shp). A file that exists is replaced with all that it holds.</source>
      <translation>Fichier d'une seule couche : GeoPackage (.gpkg), GeoJSON (.geojson), FlatGeobuf (.fgb) ou Shapefile (.shp). Un fichier qui existe est remplacé avec tout ce qu'il contient.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Areas that were too small</source>
      <translation>Zones trop petites</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Cells of the polygons</source>
      <translation>Cellules des polygones</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Area of these cells (squared map units)</source>
      <translation>Surface de ces cellules (unités de carte au carré)</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>Area of what was too small (squared map units)</source>
      <translation>Surface de ce qui était trop petit (unités de carte au carré)</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>VALUES has {}; it must be numbers such as 3, 8, 9.</source>
      <translation>VALUES contient {} ; il faut des nombres tels que 3, 8, 9.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>{} polygon(s) of {} cells, {:g} squared map units.</source>
      <translation>{} polygone(s) de {} cellules, {:g} unités de carte au carré.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>{} area(s) below MIN_AREA were left out, {:g} squared map units in all.</source>
      <translation>{} zone(s) plus petites que MIN_AREA ont été laissées de côté, {:g} unités de carte au carré en tout.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>No cell has the value {}.</source>
      <translation>Aucune cellule n'a la valeur {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/vectorize_mask.py" />
      <source>OUTPUT has no polygon: no cell is of CLASSES, or all are too small.</source>
      <translation>OUTPUT n'a aucun polygone : aucune cellule n'est de CLASSES, ou toutes les zones sont trop petites.</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>antialias</source>
      <translation>anticrénelage</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>Warp</source>
      <translation>Warp (reprojeter, aligner)</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>Reprojects or aligns a raster in one step, with its validity.</source>
      <translation>Reprojette ou aligne un raster en une étape, avec sa validité.</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>&lt;p&gt;Brings a raster to the cells of another one, to an extent with a cell size, to another cell size, or into another reference system with an extent and, unless you give one, a cell size that suit the input. It is &lt;i&gt;Create grid from CRS&lt;/i&gt; (or from GCPs, RPC or geolocation arrays, where the input has these) and &lt;i&gt;Grid resampling&lt;/i&gt; in one: positions are computed exactly at every &lt;i&gt;step&lt;/i&gt;-th pixel and are bilinear between. The largest step that keeps the maximum error is taken; the error is measured and told.&lt;/p&gt;&lt;p&gt;Where it zooms out the kernel becomes wider, so that details which the output cannot hold are averaged.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Validity is strict&lt;/b&gt; unless you choose another policy: an output pixel is valid if every input pixel that has weight exists and is valid in all bands used. Other pixels get the nodata value, and 0 in the mask.&lt;/p&gt;</source>
      <translation>&lt;p&gt;Mène un raster sur les cellules d'un autre, sur une emprise avec une taille de cellule, sur une autre taille de cellule, ou dans un autre système de référence avec une emprise et, si vous n'en donnez pas, une taille de cellule qui conviennent à l'entrée. C'est &lt;i&gt;Créer une grille par changement de SCR&lt;/i&gt; (ou par points d'appui, RPC ou tableaux de géolocalisation, si l'entrée en a) et &lt;i&gt;Rééchantillonner par une grille&lt;/i&gt; en une fois : les positions sont calculées exactement un pixel sur &lt;i&gt;pas&lt;/i&gt; et sont bilinéaires entre eux. Le plus grand pas qui respecte l'erreur maximale est pris ; l'erreur est mesurée et indiquée.&lt;/p&gt;&lt;p&gt;Là où l'image est réduite le noyau devient plus large, de sorte que les détails que la sortie ne peut pas contenir sont moyennés.&lt;/p&gt;&lt;p&gt;&lt;b&gt;La validité est stricte&lt;/b&gt; si vous ne choisissez pas une autre règle : un pixel de sortie est valide si chaque pixel d'entrée qui a un poids existe et est valide dans toutes les bandes utilisées. Les autres pixels reçoivent la valeur nodata, et 0 dans le masque.&lt;/p&gt;</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>Georeference of the input</source>
      <translation>Géoréférence de l'entrée</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>What tells where the input lies: &lt;i&gt;geotransform&lt;/i&gt;, &lt;i&gt;gcps&lt;/i&gt; (its ground control points), &lt;i&gt;rpc&lt;/i&gt; or &lt;i&gt;geolocation&lt;/i&gt; (arrays of coordinates). &lt;i&gt;auto&lt;/i&gt; (default) takes the first of these that it has.</source>
      <translation>Ce qui dit où est l'entrée : &lt;i&gt;geotransform&lt;/i&gt;, &lt;i&gt;gcps&lt;/i&gt; (ses points d'appui), &lt;i&gt;rpc&lt;/i&gt; ou &lt;i&gt;geolocation&lt;/i&gt; (tableaux de coordonnées). &lt;i&gt;auto&lt;/i&gt; (par défaut) prend le premier de ceux-ci qu'elle a.</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>Transformation by GCPs</source>
      <translation>Transformation par points d'appui</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>By ground control points, as METHOD of &lt;i&gt;Create grid from control points&lt;/i&gt;: &lt;i&gt;polynomial1&lt;/i&gt; (default), &lt;i&gt;polynomial2&lt;/i&gt;, &lt;i&gt;polynomial3&lt;/i&gt;, &lt;i&gt;tps&lt;/i&gt; (a thin plate spline) or &lt;i&gt;homography&lt;/i&gt;.</source>
      <translation>Par points d'appui, comme METHOD de &lt;i&gt;Créer une grille par points d'appui&lt;/i&gt; : &lt;i&gt;polynomial1&lt;/i&gt; (par défaut), &lt;i&gt;polynomial2&lt;/i&gt;, &lt;i&gt;polynomial3&lt;/i&gt;, &lt;i&gt;tps&lt;/i&gt; (une spline de plaque mince) ou &lt;i&gt;homography&lt;/i&gt;.</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>Height for the RPC (metres above the ellipsoid)</source>
      <translation>Hauteur pour les RPC (mètres au-dessus de l'ellipsoïde)</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>Of all points, for an RPC. Not set: the height offset of the RPC. With an elevation model use &lt;i&gt;Create grid from RPC&lt;/i&gt;.</source>
      <translation>De tous les points, pour des RPC. Non renseignée : l'origine des hauteurs des RPC. Avec un modèle d'élévation, prenez &lt;i&gt;Créer une grille par RPC&lt;/i&gt;.</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>The input's place is told by: {}.</source>
      <translation>La place de l'entrée est dite par : {}.</translation>
    </message>
    <message>
      <location filename="../algorithms/warp.py" />
      <source>Step {}.</source>
      <translation>Pas {}.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/numba_help.py" />
      <source>To install it, close QGIS and use pip in the OSGeo4W Shell of the start menu.</source>
      <translation>Pour l'installer, fermez QGIS et utilisez pip dans l'OSGeo4W Shell du menu Démarrer.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/numba_help.py" />
      <source>To install it, use pip of the Python in QGIS's application folder.</source>
      <translation>Pour l'installer, utilisez pip du Python dans le dossier d'application de QGIS.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/numba_help.py" />
      <source>To install it, use pip of the system's Python.</source>
      <translation>Pour l'installer, utilisez pip du Python du système.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/numba_help.py" />
      <source>Close QGIS, open the &lt;i&gt;OSGeo4W Shell&lt;/i&gt; from the start menu, paste this, and start QGIS again.</source>
      <translation>Fermez QGIS, ouvrez l'&lt;i&gt;OSGeo4W Shell&lt;/i&gt; depuis le menu Démarrer, collez ceci, et relancez QGIS.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/numba_help.py" />
      <source>Open a terminal, paste this, and start QGIS again.</source>
      <translation>Ouvrez un terminal, collez ceci, et relancez QGIS.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/numba_help.py" />
      <source>Open a terminal, paste this, and start QGIS again. QGIS uses this Python.</source>
      <translation>Ouvrez un terminal, collez ceci, et relancez QGIS. QGIS utilise ce Python.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/numba_help.py" />
      <source>With numba (0.60 or newer) most algorithms run many times faster, with the same results. It must not change the numpy that QGIS brings, so that version is named.</source>
      <translation>Avec numba (0.60 ou plus récent) la plupart des algorithmes sont bien des fois plus rapides, avec les mêmes résultats. Il ne doit pas changer le numpy que QGIS apporte ; cette version est donc nommée.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Automatic</source>
      <translation>Automatique</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>The user's own folder for caches</source>
      <translation>Le dossier de l'utilisateur pour les caches</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Choose…</source>
      <translation>Choisir…</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Default</source>
      <translation>Par défaut</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>{} is not a folder that can be written to; choose another.</source>
      <translation>{} n'est pas un dossier où l'on peut écrire ; choisissez-en un autre.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Folder for compiled code</source>
      <translation>Dossier du code compilé</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source> MB</source>
      <translation> Mo</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Computing</source>
      <translation>Calcul</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Engine</source>
      <translation>Moteur</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Memory</source>
      <translation>Mémoire</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Cache folder</source>
      <translation>Dossier de cache</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Results do not depend on these settings. Parameters of an algorithm and variables of the environment come before them. Automatic takes all cores, and a quarter of the machine's memory, at most 1024 MB.</source>
      <translation>Les résultats ne dépendent pas de ces réglages. Les paramètres d'un algorithme et les variables d'environnement passent avant eux. Automatique prend tous les cœurs, et un quart de la mémoire de la machine, 1024 Mo au plus.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>The cache holds compiled code. Changes act from the next run on, but two need a new start of QGIS: another folder, once numba has been used, and to have numba out of memory.</source>
      <translation>Le cache contient du code compilé. Les changements agissent dès la prochaine exécution, mais deux demandent de relancer QGIS : un autre dossier, une fois que numba a servi, et ôter numba de la mémoire.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>The environment says: {}</source>
      <translation>L'environnement dit : {}</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>numba {} is installed.</source>
      <translation>numba {} est installé.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>numba is not installed.</source>
      <translation>numba n'est pas installé.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Copy</source>
      <translation>Copier</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>Automatic: numba where it is installed</source>
      <translation>Automatique : numba s'il est installé</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>numba: compiled code, an error where it is missing</source>
      <translation>numba : code compilé, une erreur s'il manque</translation>
    </message>
    <message>
      <location filename="../gridr_provider/options_page.py" />
      <source>numpy: slower, the same results</source>
      <translation>numpy : plus lent, les mêmes résultats</translation>
    </message>
    <message>
      <location filename="../gridr_provider/provider.py" />
      <source>GridR runs without numba: with the same results, but many times slower.</source>
      <translation>GridR fonctionne sans numba : avec les mêmes résultats, mais bien des fois plus lentement.</translation>
    </message>
    <message>
      <location filename="../gridr_provider/provider.py" />
      <source>Settings &gt; Options &gt; Processing &gt; GridR has the commands.</source>
      <translation>Préférences &gt; Options &gt; Traitement &gt; GridR donne les commandes.</translation>
    </message>
    <message>
      <location filename="../algorithms/models/coarsemasktofine.model3" />
      <source>Coarse mask to fine cells</source>
      <translation>Masque grossier sur des cellules fines</translation>
    </message>
    <message>
      <location filename="../algorithms/models/stackonreference.model3" />
      <source>stack</source>
      <translation>empiler</translation>
    </message>
    <message>
      <location filename="../algorithms/models/stackonreference.model3" />
      <source>bands</source>
      <translation>bandes</translation>
    </message>
    <message>
      <location filename="../algorithms/models/stackonreference.model3" />
      <source>composite</source>
      <translation>composite</translation>
    </message>
    <message>
      <location filename="../algorithms/models/stackonreference.model3" />
      <source>Stack bands on a reference</source>
      <translation>Empiler des bandes sur une référence</translation>
    </message>
    <message>
      <location filename="../algorithms/models/warpwithclouds.model3" />
      <source>Warp with cloud mask and footprint</source>
      <translation>Warp avec masque de nuages et emprise</translation>
    </message>
  </context>
</TS>
